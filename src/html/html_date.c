#include "html/html_date.h"

#include <stdio.h>
#include <string.h>

typedef struct cursor {
    const char *at, *end;
} cursor;

typedef struct date_parts {
    unsigned year, month, day; /* 0: not said */
    unsigned hour, minute, second;
    bool has_time, has_seconds, has_zone;
    int zone; /* minutes east */
} date_parts;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_spaces(cursor *c) {
    while (c->at < c->end && (*c->at == ' ' || (*c->at >= '\t' && *c->at <= '\r'))) {
        c->at++;
    }
}

static size_t digits_ahead(const cursor *c) {
    size_t n = 0;
    while (c->at + n < c->end && is_digit(c->at[n])) {
        n++;
    }
    return n;
}

/* Exactly the next `digits` digits. */
static unsigned take_number(cursor *c, size_t digits) {
    unsigned value = 0;
    for (size_t i = 0; i < digits; i++) {
        value = value * 10 + (unsigned)(*c->at++ - '0');
    }
    return value;
}

static bool take(cursor *c, char wanted) {
    if (c->at < c->end && *c->at == wanted) {
        c->at++;
        return true;
    }
    return false;
}

/* The word that comes is this one, or its first three letters and perhaps a full stop. */
static bool is_word(const char *text, size_t size, const char *word) {
    size_t length = strlen(word);
    if (size != 3 && size != length && !(size == 4 && strncmp(word, "sept", 4) == 0)) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if ((text[i] | 0x20) != word[i]) {
            return false;
        }
    }
    return true;
}

static size_t letters_ahead(const cursor *c) {
    size_t n = 0;
    while (c->at + n < c->end && is_letter(c->at[n])) {
        n++;
    }
    return n;
}

/* The number of an English month, or 0; the cursor is behind it then. */
static unsigned take_month(cursor *c) {
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    size_t size = letters_ahead(c);
    for (unsigned i = 0; i < 12 && size >= 3; i++) {
        if (is_word(c->at, size, months[i])) {
            c->at += size;
            take(c, '.');
            return i + 1;
        }
    }
    return 0;
}

static void skip_weekday(cursor *c) {
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    size_t size = letters_ahead(c);
    for (size_t i = 0; i < 7 && size >= 3; i++) {
        if (is_word(c->at, size, days[i])) {
            c->at += size;
            take(c, '.');
            take(c, ',');
            skip_spaces(c);
            return;
        }
    }
}

static bool exists(const date_parts *d) {
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d->year < 1900 || d->year > 2099 || d->month > 12 || d->hour > 24 ||
        d->minute > 59 || d->second > 60) {
        return false;
    }
    if (d->day > 0 && (d->month == 0 || d->day > days[d->month - 1])) {
        return false;
    }
    bool leap = d->year % 4 == 0 && (d->year % 100 != 0 || d->year % 400 == 0);
    if (d->month == 2 && d->day == 29 && !leap) {
        return false;
    }
    /* What programs write for "no date". */
    bool epoch = d->year == 1970 && d->month <= 1 && d->day <= 1;
    return !epoch && !(d->year == 1900 && d->month <= 1 && d->day <= 1);
}

/* Z, UTC, GMT, +01:00, +0100, +01; what is no zone is left. */
static void take_zone(cursor *c, date_parts *d) {
    cursor before = *c;
    skip_spaces(c);
    size_t letters = letters_ahead(c);
    if ((letters == 1 && (*c->at | 0x20) == 'z') ||
        (letters == 3 &&
         (memcmp(c->at, "UTC", 3) == 0 || memcmp(c->at, "GMT", 3) == 0))) {
        c->at += letters;
        d->has_zone = true;
        return;
    }
    if (c->at < c->end && (*c->at == '+' || *c->at == '-')) {
        int sign = *c->at++ == '-' ? -1 : 1;
        size_t digits = digits_ahead(c);
        if (digits == 2 || digits == 4) {
            int hours = (int)take_number(c, 2);
            take(c, ':');
            int minutes = digits_ahead(c) == 2 ? (int)take_number(c, 2) : 0;
            if (hours <= 14 && minutes <= 59) {
                d->zone = sign * (hours * 60 + minutes);
                d->has_zone = true;
                return;
            }
        }
    }
    *c = before;
}

/* HH:MM[:SS[.fraction]][am|pm][zone]; false where something is there that is no time. */
static bool take_time(cursor *c, date_parts *d) {
    size_t digits = digits_ahead(c);
    if (digits == 4 || digits == 6) { /* 1018, 101800 */
        d->hour = take_number(c, 2);
        d->minute = take_number(c, 2);
        d->second = digits == 6 ? take_number(c, 2) : 0;
        d->has_seconds = digits == 6;
    } else if (digits == 1 || digits == 2) {
        d->hour = take_number(c, digits);
        if (!take(c, ':') || digits_ahead(c) != 2) {
            return false;
        }
        d->minute = take_number(c, 2);
        if (take(c, ':')) {
            if (digits_ahead(c) != 2) {
                return false;
            }
            d->second = take_number(c, 2);
            d->has_seconds = true;
        }
    } else {
        return false;
    }
    if (take(c, '.') || take(c, ',')) {
        c->at += digits_ahead(c);
    }
    d->has_time = true;
    cursor before = *c;
    skip_spaces(c);
    if (letters_ahead(c) == 2 && (c->at[1] | 0x20) == 'm') {
        bool afternoon = (c->at[0] | 0x20) == 'p';
        if ((!afternoon && (c->at[0] | 0x20) != 'a') || d->hour > 12 || d->hour == 0) {
            return false;
        }
        d->hour = d->hour % 12 + (afternoon ? 12 : 0);
        c->at += 2;
    } else {
        *c = before;
    }
    take_zone(c, d);
    return true;
}

/* 2011-11-01, 2011/11/1, 2011.11.01, 20111101, 2011-11, 2011. */
static bool take_year_first(cursor *c, date_parts *d) {
    if (digits_ahead(c) == 8) {
        d->year = take_number(c, 4);
        d->month = take_number(c, 2);
        d->day = take_number(c, 2);
        return d->month > 0 && d->day > 0;
    }
    if (digits_ahead(c) != 4) {
        return false;
    }
    d->year = take_number(c, 4);
    char separator = c->at < c->end ? *c->at : '\0';
    if (separator != '-' && separator != '/' && separator != '.') {
        return c->at == c->end;
    }
    c->at++;
    size_t digits = digits_ahead(c);
    if (digits != 1 && digits != 2) {
        return false;
    }
    d->month = take_number(c, digits);
    if (!take(c, separator)) {
        return c->at == c->end && d->month > 0;
    }
    digits = digits_ahead(c);
    if (digits != 1 && digits != 2) {
        return false;
    }
    d->day = take_number(c, digits);
    return d->month > 0 && d->day > 0;
}

/* 1/11/2011, 01.11.2011, 1-11-2011: only where one of the two can't be a month, or they
 * are equal; with full stops the day comes first. */
static bool take_year_last(cursor *c, date_parts *d, unsigned first) {
    char separator = *c->at++;
    size_t digits = digits_ahead(c);
    if (digits != 1 && digits != 2) {
        return false;
    }
    unsigned second = take_number(c, digits);
    if (!take(c, separator) || digits_ahead(c) != 4) {
        return false;
    }
    d->year = take_number(c, 4);
    if (separator == '.' || first > 12 || first == second) {
        d->day = first;
        d->month = second;
    } else if (second > 12) {
        d->month = first;
        d->day = second;
    } else {
        return false;
    }
    return d->month > 0 && d->day > 0;
}

/* 1 November 2011; 1-Nov-2011. */
static bool take_day_month(cursor *c, date_parts *d, unsigned day) {
    d->day = day;
    if (!take(c, '-')) {
        skip_spaces(c);
    }
    d->month = take_month(c);
    if (!take(c, '-')) {
        take(c, ',');
        skip_spaces(c);
    }
    if (d->month == 0 || d->day == 0 || digits_ahead(c) != 4) {
        return false;
    }
    d->year = take_number(c, 4);
    return true;
}

/* November 1, 2011; Nov 1 10:18:00 UTC 2011 is not worth it. */
static bool take_month_day(cursor *c, date_parts *d) {
    d->month = take_month(c);
    skip_spaces(c);
    size_t digits = digits_ahead(c);
    if (d->month == 0 || (digits != 1 && digits != 2)) {
        return false;
    }
    d->day = take_number(c, digits);
    take(c, ',');
    skip_spaces(c);
    if (d->day == 0 || digits_ahead(c) != 4) {
        return false;
    }
    d->year = take_number(c, 4);
    return true;
}

static bool take_day(cursor *c, date_parts *d) {
    skip_weekday(c);
    size_t digits = digits_ahead(c);
    if (digits >= 4) {
        return take_year_first(c, d);
    }
    if (digits == 0) {
        return take_month_day(c, d);
    }
    if (digits == 3) {
        return false;
    }
    unsigned first = take_number(c, digits);
    if (c->at == c->end) {
        return false;
    }
    bool letter = c->at + 1 < c->end && is_letter(c->at[1]);
    if (*c->at == '/' || *c->at == '.' || (*c->at == '-' && !letter)) {
        return take_year_last(c, d, first);
    }
    return take_day_month(c, d, first);
}

static size_t put(char out[ND__DATE_SIZE], const date_parts *d) {
    char line[64];
    int size;
    if (d->day == 0) {
        size = d->month == 0
                   ? snprintf(line, sizeof line, "%04u", d->year)
                   : snprintf(line, sizeof line, "%04u-%02u", d->year, d->month);
    } else {
        size = snprintf(line, sizeof line, "%04u-%02u-%02u", d->year, d->month, d->day);
    }
    size_t used = (size_t)size;
    if (d->has_time && d->day > 0) {
        size =
            snprintf(line + used, sizeof line - used, "T%02u:%02u", d->hour, d->minute);
        used += (size_t)size;
        if (d->has_seconds) {
            size = snprintf(line + used, sizeof line - used, ":%02u", d->second);
            used += (size_t)size;
        }
        unsigned east = (unsigned)(d->zone < 0 ? -d->zone : d->zone);
        if (d->has_zone && east == 0) {
            line[used++] = 'Z';
        } else if (d->has_zone) {
            size = snprintf(line + used, sizeof line - used, "%c%02u:%02u",
                            d->zone < 0 ? '-' : '+', east / 60, east % 60);
            used += (size_t)size;
        }
    }
    memcpy(out, line, used);
    out[used] = '\0';
    return used;
}

bool nd__html_date_read(char out[ND__DATE_SIZE], const char *text, size_t size) {
    cursor c = {text, text + size};
    date_parts d = {0};
    skip_spaces(&c);
    if (c.at == c.end || !take_day(&c, &d) || !exists(&d)) {
        return false;
    }
    if (c.at < c.end && (*c.at == 'T' || *c.at == 't' || *c.at == ',')) {
        c.at++;
    } else if (c.at < c.end && *c.at != ' ' && *c.at != '\t' && *c.at != '\n' &&
               *c.at != 'Z' && *c.at != '+') {
        return false;
    }
    skip_spaces(&c);
    date_parts with_time = d;
    if (take_time(&c, &with_time) && exists(&with_time) && with_time.hour < 24) {
        d = with_time;
    }
    put(out, &d);
    return true;
}
