#include "run/credits.h"

#include <stdio.h>

#include "input_fixture.h"
#include "match_fixture.h"

static const char *credits_of(const char *text, const char *path) {
    static char out[200];
    fixture f;
    nd__credits *credits = NULL;
    nd__buffer room = {0};
    fixture_open(&f);
    fixture_add(&f, text, "example.org");
    ck_assert_int_eq(nd__credits_create(&credits, path, NULL), ND_OK);
    ck_assert_int_eq(nd__credits_find(&room, credits, &f.corpus, 0, NULL), ND_OK);
    snprintf(out, sizeof out, "%s", room.items);
    nd__vector_clear(&room);
    nd__credits_destroy(credits);
    fixture_close(&f);
    return out;
}

static void is(const char *text, const char *names) {
    ck_assert_str_eq(credits_of(text, NULL), names);
}

START_TEST(test_credits__marked_acronyms) {
    is("LONDON (AP) The ferry is late", "AP");
    is("BERLIN, 3 May (dpa/lby) - The ferry is late", "dpa");
    is("The ferry is late.\n\n/PAP/", "PAP");
    is("AFP - The ferry is late", "AFP");
    is("TASS: the ferry is late", "TASS");
    is("The ferry is late.\n\nAFP", "AFP");
    is("МОСКВА, 3 мая /ТАСС/ Паром опаздывает", "TASS");
    is("（新华社）渡轮晚点", "Xinhua");
    is("The ferry is late.\nReporting by A. Lee (Reuters), edited here (AFP)",
       "Reuters, AFP");
}
END_TEST

START_TEST(test_credits__words_are_none) {
    is("", "");
    is("The AP course is full and the PAP test is free", "");
    is("SNAP - the ferry is late", "");
    is("(MAPS) and (APA2)", "");
    is("The Associated Press says that the ferry is late", "AP");
    is("The Associated Pressure is high", "");
}
END_TEST

/* Only where credits stand. */
START_TEST(test_credits__not_in_the_middle) {
    nd__buffer text = {0};
    for (int i = 0; i < 30; i++) {
        add_string(&text,
                   i == 15 ? "LONDON (AP) the middle\n" : "some words of the text\n");
    }
    is(text_of(&text), "");
    nd__vector_clear(&text);
}
END_TEST

START_TEST(test_credits__a_file_of_more) {
    const char *path =
        write_text("credits", "# mine\n\n Harbour Wire : ~HW | Harbour Wire Service\r\n");
    ck_assert_str_eq(credits_of("(HW) The ferry is late (AP)", path), "Harbour Wire, AP");
    ck_assert_str_eq(credits_of("HW the ferry", path), "");
}
END_TEST

START_TEST(test_credits__bad_files) {
    static const char *const bad[] = {"no colon\n", ": a\n", "a:\n", "a: |\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *path = write_text("credits", bad[i]);
        nd__credits *credits = NULL;
        nd_error error;
        ck_assert_int_eq(nd__credits_create(&credits, path, &error), ND_E_FORMAT);
        ck_assert_uint_eq(error.at, 1);
        ck_assert_ptr_null(credits);
    }
    nd__credits *credits = NULL;
    ck_assert_int_eq(nd__credits_create(&credits, "/nowhere/credits", NULL), ND_E_IO);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("credits");
    TCase *basics = tcase_create("basics");
    tcase_add_checked_fixture(basics, setup_folder, remove_folder);
    tcase_add_test(basics, test_credits__marked_acronyms);
    tcase_add_test(basics, test_credits__words_are_none);
    tcase_add_test(basics, test_credits__not_in_the_middle);
    tcase_add_test(basics, test_credits__a_file_of_more);
    tcase_add_test(basics, test_credits__bad_files);
    suite_add_tcase(suite, basics);
    return nd_run_suite(suite);
}
