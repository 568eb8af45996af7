#include "input/site.h"

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
    ck_assert_int_eq(nd__site_of_url(&site, &arena, cases[_i].url, NULL), ND_OK);
    ck_assert_pstr_eq(site, cases[_i].want);
    nd__arena_clear(&arena);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("site");
    TCase *tests = tcase_create("site");
    tcase_add_loop_test(tests, test_site__of_url, 0, (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
