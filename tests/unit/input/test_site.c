#include "input/site.h"

#include <stdio.h>

#include "random.h"
#include "suite.h"

static const struct {
    const char *url, *want;
} cases[] = {
    {"", NULL},
    {"https://", NULL},
    {"https:///x", NULL},
    {"mailto:a", NULL},
    {"data:text/html,x", NULL},
    {"https://www.Example.COM/x", "example.com"},
    {"http://a.b.co.uk", "b.co.uk"},
    {"http://co.uk/", "co.uk"},
    {"//cdn.example.org?x", "example.org"},
    {"news.bbc.co.uk/1", "bbc.co.uk"},
    {"https://user:pa@ss@www.example.com:8080#x", "example.com"},
    {"https://www.example.com.", "example.com"},
    {"http://localhost:3000/", "localhost"},
    {"http://192.168.1.10:80/x", "192.168.1.10"},
    {"http://[2001:DB8::1]:80/x", "2001:db8::1"},
    {"http://[2001", NULL},
    {"https://www.m\xc3\xbcnchen.de/", "m\xc3\xbcnchen.de"},
    {"https://a.xn--mnchen-3ya.de/", "xn--mnchen-3ya.de"},
    {"https://foo.github.io/x", "foo.github.io"},
    {"http://example.com\\@evil.org", "example.com"},
};

START_TEST(test_site__of_url) {
    nd__arena arena = {NULL, 0};
    const char *site;
    ck_assert_int_eq(nd__site_of_url(&site, &arena, NULL, cases[_i].url, NULL), ND_OK);
    ck_assert_pstr_eq(site, cases[_i].want);
    nd__arena_clear(&arena);
}
END_TEST

/* More hosts than the memo holds, again and again; some too long for it. */
START_TEST(test_site__the_memo_changes_no_answer) {
    static const char *const endings[] = {"co.uk", "com", "github.io", "de", "zz", "jp"};
    nd__arena arena = {NULL, 0};
    nd__site_memo *memo = nd__site_memo_create();
    uint64_t state = 1;
    for (unsigned i = 0; i < 5000; i++) {
        char url[200];
        const char *with, *without;
        unsigned fill = nd_random(&state) % 8 == 0 ? 60 : 1;
        snprintf(url, sizeof url, "http://%0*u.s%u.%s/", (int)fill,
                 (unsigned)(nd_random(&state) % 20), (unsigned)(nd_random(&state) % 9),
                 endings[nd_random(&state) % 6]);
        ck_assert_int_eq(nd__site_of_url(&with, &arena, memo, url, NULL), ND_OK);
        ck_assert_int_eq(nd__site_of_url(&without, &arena, NULL, url, NULL), ND_OK);
        ck_assert_str_eq(with, without);
    }
    nd__site_memo_destroy(memo);
    nd__arena_clear(&arena);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("site");
    TCase *tests = tcase_create("site");
    tcase_add_loop_test(tests, test_site__of_url, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(tests, test_site__the_memo_changes_no_answer);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
