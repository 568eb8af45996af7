/* Sites: find the host in a URL, then ask the public suffix list for its registered part.
 *
 * Outline: scheme and "//" are cut, the authority ends at '/', '?', '#' or (as browsers
 * have it) '\'; userinfo and port are cut from it. Without a scheme the string must look
 * like a host. Letters become small; IP addresses are never looked up, for the list's
 * rule
 * "*" would take their last two numbers for a domain.
 */
#include "input/site.h"

#include <libpsl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define MEMO_ENTRIES 256
#define MEMO_HOST 63

typedef struct memo_entry {
    char host[MEMO_HOST]; /* empty: none */
    uint8_t skip;         /* where in it the registered domain begins */
} memo_entry;

/* By hash; a later host takes the place of an earlier one. */
struct nd__site_memo {
    memo_entry entries[MEMO_ENTRIES];
};

typedef struct slice {
    const char *begin, *end;
} slice;

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Behind "scheme://" or "//"; the start of the URL where there is neither. */
static const char *skip_scheme(const char *url) {
    const char *at = url;
    if (is_letter(*at)) {
        while (is_letter(*at) || is_digit(*at) || *at == '+' || *at == '-' ||
               *at == '.') {
            at++;
        }
        at = *at == ':' ? at + 1 : url;
    }
    return at[0] == '/' && at[1] == '/' ? at + 2 : url;
}

static bool cut_port(slice *host) {
    const char *colon = host->end;
    while (colon > host->begin && is_digit(colon[-1])) {
        colon--;
    }
    if (colon > host->begin && colon[-1] == ':') {
        host->end = colon - 1;
    }
    return memchr(host->begin, ':', (size_t)(host->end - host->begin)) == NULL;
}

/* False where the URL has no host. */
static bool find_host(slice *host, bool *is_ip, const char *url) {
    url += strspn(url, " \t\r\n");
    host->begin = skip_scheme(url);
    host->end = host->begin + strcspn(host->begin, "/?#\\ \t\r\n");
    for (const char *at = host->end; at > host->begin; at--) {
        if (at[-1] == '@') {
            host->begin = at;
            break;
        }
    }
    *is_ip = false;
    if (host->begin < host->end && *host->begin == '[') {
        const char *close = memchr(host->begin, ']', (size_t)(host->end - host->begin));
        host->begin++;
        host->end = close;
        *is_ip = true;
        return close != NULL && host->begin < host->end;
    }
    if (!cut_port(host)) {
        return false;
    }
    while (host->end > host->begin && host->end[-1] == '.') {
        host->end--;
    }
    return host->begin < host->end;
}

/* 1.2.3.4 */
static bool is_ip4(const char *host) {
    size_t dots = 0;
    for (const char *at = host; *at != '\0'; at++) {
        if (!is_digit(*at) && *at != '.') {
            return false;
        }
        dots += *at == '.';
    }
    return dots == 3;
}

/* Small letters; true where all was ASCII. */
static bool lower(char *host) {
    bool ascii = true;
    for (char *at = host; *at != '\0'; at++) {
        if (*at >= 'A' && *at <= 'Z') {
            *at = (char)(*at - 'A' + 'a');
        }
        ascii = ascii && (unsigned char)*at < 0x80;
    }
    return ascii;
}

nd__site_memo *nd__site_memo_create(void) {
    return calloc(1, sizeof(nd__site_memo));
}

void nd__site_memo_destroy(nd__site_memo *memo) {
    free(memo);
}

/* The registered domain of a host in lower case: a part of the host, at its end. */
static const char *registered_part(nd__site_memo *memo, const char *host) {
    size_t size = strlen(host);
    memo_entry *entry = NULL;
    if (memo != NULL && size < MEMO_HOST) {
        entry = &memo->entries[nd__hash64(host, size, 0) % MEMO_ENTRIES];
        if (entry->host[0] != '\0' && memcmp(entry->host, host, size + 1) == 0) {
            return host + entry->skip;
        }
    }
    const psl_ctx_t *list = psl_builtin();
    const char *found = list == NULL ? NULL : psl_registrable_domain(list, host);
    found = found == NULL ? host : found;
    if (entry != NULL) {
        memcpy(entry->host, host, size + 1);
        entry->skip = (uint8_t)(found - host);
    }
    return found;
}

nd_status nd__site_of_url(const char **out, nd__arena *arena, nd__site_memo *memo,
                          const char *url, nd_error *err) {
    slice found;
    bool is_ip;
    *out = NULL;
    if (!find_host(&found, &is_ip, url)) {
        return ND_OK;
    }
    char *host = nd__arena_copy(arena, found.begin, (size_t)(found.end - found.begin));
    if (host == NULL) {
        return nd__fail_memory(err);
    }
    if (!lower(host)) {
        char *folded = NULL;
        if (psl_str_to_utf8lower(host, "utf-8", NULL, &folded) == PSL_SUCCESS) {
            host = nd__arena_copy(arena, folded, strlen(folded));
            psl_free_string(folded);
            if (host == NULL) {
                return nd__fail_memory(err);
            }
        }
    }
    *out = host;
    if (!is_ip && !is_ip4(host)) {
        *out = registered_part(memo, host);
    }
    return ND_OK;
}
