/* The main function that every Check executable shares. */
#ifndef ND_TESTS_SUITE_H
#define ND_TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Runs the suite and gives main's exit status. */
static inline int nd_run_suite(Suite *suite) {
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
