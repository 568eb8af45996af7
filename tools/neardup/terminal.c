#define _DEFAULT_SOURCE /* struct winsize */
#include "terminal.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

static volatile sig_atomic_t interrupted;

static void on_signal(int number) {
    if (interrupted != 0) {
        _exit(128 + number);
    }
    interrupted = 1;
}

void watch_signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    /* A closed pipe is an error of write(2), so that temporary files are removed before
     * end_by_pipe. */
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

bool reader_is_gone(void) {
    struct pollfd output = {STDOUT_FILENO, POLLOUT, 0};
    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

void end_by_pipe(void) {
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

bool was_interrupted(void) {
    return interrupted != 0;
}

palette palette_choose(when choice, FILE *out) {
    static const palette none = {"", "", "", "", "", "", "", "", ""};
    static const palette colours = {"\033[1m",  "\033[2m",  "\033[31m",
                                    "\033[32m", "\033[33m", "\033[34m",
                                    "\033[35m", "\033[36m", "\033[0m"};
    if (choice == WHEN_AUTO) {
        const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
        bool plain =
            (no != NULL && *no != '\0') || term == NULL || strcmp(term, "dumb") == 0;
        choice = !plain && isatty(fileno(out)) ? WHEN_ALWAYS : WHEN_NEVER;
    }
    return choice == WHEN_ALWAYS ? colours : none;
}

const char *size_text(char buffer[SIZE_TEXT], uint64_t bytes) {
    static const char *const units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
    if (bytes < 1000) {
        snprintf(buffer, SIZE_TEXT, "%u %s", (unsigned)bytes,
                 bytes == 1 ? "byte" : "bytes");
        return buffer;
    }
    double value = (double)bytes;
    size_t unit = 0;
    for (value /= 1000; value >= 999.95 && unit < 5; value /= 1000) {
        unit++;
    }
    snprintf(buffer, SIZE_TEXT, "%.1f %s", value, units[unit]);
    return buffer;
}

const char *count_text(char buffer[COUNT_TEXT], uint64_t count) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);
    size_t at = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            buffer[at++] = ',';
        }
        buffer[at++] = digits[i];
    }
    buffer[at] = '\0';
    return buffer;
}

const char *plural(uint64_t count, const char *one, const char *many) {
    return count == 1 ? one : many;
}

/* The next character to show and its width: white space is one blank, controls and bad
 * bytes are replaced, so that no text can write escape sequences to a terminal. */
static size_t next_character(const char *text, size_t size, utf8proc_int32_t *shown,
                             int *width) {
    utf8proc_int32_t c;
    utf8proc_ssize_t length =
        utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, &c);
    if (length <= 0) {
        *shown = 0xFFFD;
        *width = 1;
        return 1;
    }
    utf8proc_category_t category = utf8proc_category(c);
    bool blank = c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f' ||
                 category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
                 category == UTF8PROC_CATEGORY_ZP;
    if (blank) {
        c = ' ';
    } else if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF) {
        c = 0;
    }
    *shown = c;
    *width = c == 0 ? 0 : utf8proc_charwidth(c);
    return (size_t)length;
}

void print_excerpt(FILE *out, const char *text, size_t size, int columns) {
    int used = 0;
    bool blank = true;
    for (size_t at = 0; at < size;) {
        utf8proc_int32_t c;
        int width;
        size_t length = next_character(text + at, size - at, &c, &width);
        at += length;
        if (c == 0 || (c == ' ' && blank)) {
            continue;
        }
        blank = c == ' ';
        if (used + width > columns - 1 && at < size) {
            fputs("…", out);
            return;
        }
        char bytes[4];
        utf8proc_ssize_t n = utf8proc_encode_char(c, (utf8proc_uint8_t *)bytes);
        fwrite(bytes, 1, (size_t)n, out);
        used += width;
    }
}

bool is_terminal(FILE *out) {
    return isatty(fileno(out)) != 0;
}

int terminal_columns(FILE *out) {
    struct winsize size;
    int fd = fileno(out);
    if (isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
        return size.ws_col > 160 ? 160 : size.ws_col;
    }
    return 80;
}

void print_name(FILE *out, const char *name, int columns) {
    size_t size = strlen(name), at = 0;
    int left = 0, width;
    utf8proc_int32_t c;
    for (size_t i = 0; i < size;) {
        i += next_character(name + i, size - i, &c, &width);
        left += width;
    }
    if (left > columns) {
        fputs("…", out);
        while (at < size && left > columns - 1) {
            at += next_character(name + at, size - at, &c, &width);
            left -= width;
        }
    }
    print_excerpt(out, name + at, size - at, left + 1);
}

void print_safe(FILE *out, const char *text) {
    for (size_t size = strlen(text); size > 0;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t length =
            utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, &c);
        utf8proc_category_t category =
            length > 0 ? utf8proc_category(c) : UTF8PROC_CATEGORY_CC;
        size_t used = length > 0 ? (size_t)length : 1;
        if (category != UTF8PROC_CATEGORY_CC && category != UTF8PROC_CATEGORY_CF &&
            category != UTF8PROC_CATEGORY_ZL && category != UTF8PROC_CATEGORY_ZP) {
            fwrite(text, 1, used, out);
        } else if (length <= 0 || c < 0x80) {
            fprintf(out, "\\x%02x", (unsigned)(unsigned char)*text);
        } else {
            fprintf(out, "<U+%04X>", (unsigned)c);
        }
        text += used;
        size -= used;
    }
}

/* ---- progress ---- */

static double seconds_between(const struct timespec *from, const struct timespec *to) {
    return (double)(to->tv_sec - from->tv_sec) +
           (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

void progress_start(progress_line *line, when choice, bool quiet) {
    memset(line, 0, sizeof *line);
    line->terminal = isatty(STDERR_FILENO) != 0;
    line->shown = choice == WHEN_ALWAYS || (choice == WHEN_AUTO && !quiet);
    clock_gettime(CLOCK_MONOTONIC, &line->started);
    line->drawn_at = line->started;
}

void progress_erase(progress_line *line) {
    if (line->drawn) {
        fputs("\r\033[K", stderr);
        line->drawn = false;
    }
}

/* Resident memory in bytes, 0 where it is not known. */
static uint64_t resident_memory(void) {
    FILE *file = fopen("/proc/self/statm", "r");
    unsigned long long total = 0, resident = 0;
    if (file == NULL) {
        return 0;
    }
    if (fscanf(file, "%llu %llu", &total, &resident) != 2) {
        resident = 0;
    }
    fclose(file);
    return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void draw(const progress_line *line, const nd_progress *progress, double elapsed) {
    char documents[COUNT_TEXT], memory[SIZE_TEXT];
    fprintf(stderr, "%s", progress->phase);
    if (progress->total > 0) {
        fprintf(stderr, " %3.0f%%",
                100.0 * (double)progress->done / (double)progress->total);
    }
    fprintf(stderr, "  %s documents", count_text(documents, progress->documents));
    bool reading = strcmp(progress->phase, "reading") == 0;
    if (reading && elapsed > 0.5 && progress->done > 0) {
        double rate = (double)progress->done / elapsed;
        fprintf(stderr, "  %.0f MB/s", rate / 1e6);
        if (progress->total > progress->done) {
            double left = (double)(progress->total - progress->done) / rate;
            fprintf(stderr, "  %.0f s left", left);
        }
    }
    fprintf(stderr, "  %s", size_text(memory, resident_memory()));
    (void)line;
}

int progress_step(const nd_progress *progress, void *payload) {
    progress_line *line = payload;
    if (line != NULL && line->shown) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        double since = seconds_between(&line->drawn_at, &now);
        double elapsed = seconds_between(&line->started, &now);
        if (since >= (line->terminal ? 0.1 : 30.0)) {
            line->drawn_at = now;
            if (line->terminal) {
                fputs("\r\033[K", stderr);
            } else {
                fputs("neardup: ", stderr);
            }
            draw(line, progress, elapsed);
            if (line->terminal) {
                line->drawn = true;
            } else {
                fputc('\n', stderr);
            }
            fflush(stderr);
        }
    }
    return interrupted != 0;
}
