/* WARC records made by hand. */
#ifndef ND_TESTS_WARC_FIXTURE_H
#define ND_TESTS_WARC_FIXTURE_H

#include "input_fixture.h"

/* One record with these header lines ("A: b\r\n" each) and Content-Length as given. */
static inline void add_raw_record(nd__buffer *out, const char *lines, long long length,
                                  const void *content, size_t size) {
    char head[64];
    append_text(out, "WARC/1.0\r\n");
    append_text(out, lines);
    snprintf(head, sizeof head, "Content-Length: %lld\r\n\r\n", length);
    append_text(out, head);
    append_bytes(out, content, size);
    append_text(out, "\r\n\r\n");
}

static inline void add_record(nd__buffer *out, const char *type, const char *url,
                              const char *content_type, const char *content) {
    char lines[600];
    snprintf(lines, sizeof lines,
             "WARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
             "WARC-Date: 2024-01-02T03:04:05Z\r\n"
             "WARC-Record-ID: <urn:uuid:id-%zu>\r\nContent-Type: %s\r\n",
             type, url, out->count, content_type);
    add_raw_record(out, lines, (long long)strlen(content), content, strlen(content));
}

static inline void add_wet(nd__buffer *out, const char *url, const char *text) {
    add_record(out, "conversion", url, "text/plain", text);
}

/* A response of HTML. */
static inline void add_html(nd__buffer *out, const char *url, const char *html) {
    char content[4000];
    snprintf(content, sizeof content,
             "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s", html);
    add_record(out, "response", url, "application/http; msgtype=response", content);
}

#endif
