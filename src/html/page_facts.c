#include "html/page_facts.h"

#include <string.h>

#include "html/json_ld.h"

/* Longer ones are texts that went astray. */
#define LONGEST_FACT 2000
#define MOST_DATES 4096

/* Who is believed before whom about the date. Within one rank all must name one day. */
enum date_rank {
    RANK_META_ARTICLE, /* Open Graph's article:published_time */
    RANK_JSON_ARTICLE,
    RANK_MICRODATA,
    RANK_JSON_PAGE,
    RANK_META_PUBLISHED, /* names that can only mean publication */
    RANK_TIME_PUBLISHED,
    RANK_META_DATE, /* names that may mean another date */
    RANK_TIME,      /* a time in the article */
    RANK_COUNT
};

typedef struct meta_name {
    const char *name;
    unsigned char fact; /* ND__FACT_..., ND__FACT_COUNT: a date */
    unsigned char rank;
} meta_name;

static const meta_name meta_names[] = {
    {"og:title", ND__FACT_TITLE, 1},
    {"twitter:title", ND__FACT_TITLE, 2},
    {"og:url", ND__FACT_CANONICAL, 1},
    {"og:site_name", ND__FACT_SITE_NAME, 0},
    {"application-name", ND__FACT_SITE_NAME, 1},
    {"description", ND__FACT_DESCRIPTION, 0},
    {"og:description", ND__FACT_DESCRIPTION, 1},
    {"content-language", ND__FACT_LANG, 2},
    {"og:locale", ND__FACT_LANG, 3},
    {"dc.language", ND__FACT_LANG, 3},
    {"language", ND__FACT_LANG, 3},
    {"article:published_time", ND__FACT_COUNT, RANK_META_ARTICLE},
    {"og:article:published_time", ND__FACT_COUNT, RANK_META_ARTICLE},
    {"og:published_time", ND__FACT_COUNT, RANK_META_ARTICLE},
    {"article:published", ND__FACT_COUNT, RANK_META_ARTICLE},
    {"datepublished", ND__FACT_COUNT, RANK_MICRODATA},
    {"rnews:datepublished", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"parsely-pub-date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"sailthru.date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"originalpublicationdate", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"pubdate", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"pub_date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"publishdate", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"publish-date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"publish_date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"published-date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"published_date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"publication_date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"publicationdate", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"article_date_original", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"article.published", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"citation_publication_date", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"dc.date.issued", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"dcterms.issued", ND__FACT_COUNT, RANK_META_PUBLISHED},
    {"date", ND__FACT_COUNT, RANK_META_DATE},
    {"dc.date", ND__FACT_COUNT, RANK_META_DATE},
    {"dc.date.created", ND__FACT_COUNT, RANK_META_DATE},
    {"dcterms.date", ND__FACT_COUNT, RANK_META_DATE},
    {"dcterms.created", ND__FACT_COUNT, RANK_META_DATE},
    {"datecreated", ND__FACT_COUNT, RANK_META_DATE},
};

void nd__page_facts_start(nd__page_facts *facts, nd__html_text *out) {
    facts->out = out;
    facts->dates.count = 0;
    facts->articles = facts->heading_article = 0;
    for (size_t i = 0; i < ND__FACT_COUNT; i++) {
        facts->value[i] = NULL;
        facts->rank[i] = 0;
    }
}

void nd__page_facts_clear(nd__page_facts *facts) {
    nd__vector_clear(&facts->dates);
}

static bool is_space(char byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* A copy with white space collapsed; *out is NULL where nothing is left, or far too much
 * is there. */
static nd_status copy_collapsed(const char **out, nd__arena *arena, const char *text,
                                size_t size, nd_error *err) {
    *out = NULL;
    char *copy = nd__arena_allocate(arena, size + 1);
    if (copy == NULL) {
        return nd__fail_memory(err);
    }
    size_t count = 0;
    bool space = false;
    for (size_t i = 0; i < size; i++) {
        bool no_break = text[i] == '\xC2' && i + 1 < size && text[i + 1] == '\xA0';
        if (text[i] == '\xC2' && i + 1 < size && text[i + 1] == '\xAD') {
            i++; /* a soft hyphen */
            continue;
        }
        if (is_space(text[i]) || no_break) {
            space = count > 0;
            i += no_break;
            continue;
        }
        if (space) {
            copy[count++] = ' ';
            space = false;
        }
        copy[count++] = text[i];
    }
    copy[count] = '\0';
    if (count == 0 || count > LONGEST_FACT) {
        count = 0;
    } else {
        *out = copy;
    }
    nd__arena_return(arena, copy, size + 1, count == 0 ? 0 : count + 1);
    return ND_OK;
}

/* A tag by its form: letters, then parts of letters and digits. '_' becomes '-', as in
 * Open Graph's "en_US". */
static bool make_language(char *text) {
    size_t part = 0, parts = 0;
    for (size_t i = 0;; i++) {
        char c = text[i] == '_' ? '-' : text[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || (parts > 0 && c >= '0' && c <= '9')) {
            part++;
            continue;
        }
        if (part == 0 || part > 8 || (parts == 0 && (part < 2 || part > 3))) {
            return false;
        }
        if (c != '-') { /* "en, fr": the first */
            bool over = c == '\0' || c == ',' || c == ';' || c == ' ';
            text[i] = '\0';
            return over && strncmp(text, "utf", 3) != 0; /* a charset in its place */
        }
        text[i] = c;
        part = 0;
        parts++;
    }
}

static nd_status offer(nd__page_facts *facts, nd__fact fact, unsigned rank,
                       const char *text, size_t size, nd_error *err) {
    if (facts->value[fact] != NULL && facts->rank[fact] <= rank) {
        return ND_OK;
    }
    nd__arena *arena = &facts->out->strings;
    const char *value;
    ND_TRY(copy_collapsed(&value, arena, text, size, err));
    if (value == NULL) {
        return ND_OK;
    }
    if (fact == ND__FACT_CANONICAL && strncmp(value, "https://", 8) != 0 &&
        strncmp(value, "http://", 7) != 0) {
        return ND_OK;
    }
    if (fact == ND__FACT_LANG) {
        char *language = nd__arena_copy(arena, value, strlen(value));
        if (language == NULL) {
            return nd__fail_memory(err);
        }
        if (!make_language(language)) {
            return ND_OK;
        }
        value = language;
    }
    facts->value[fact] = value;
    facts->rank[fact] = rank;
    return ND_OK;
}

nd_status nd__page_facts_date(nd__page_facts *facts, unsigned rank, const char *text,
                              size_t size, nd_error *err) {
    nd__fact_date date = {.rank = rank, .article = facts->articles};
    if (!nd__html_date_read(date.text, text, size)) {
        return ND_OK;
    }
    /* What has been said is not kept twice; a page with thousands of dates has none. */
    if (facts->dates.count > 0) {
        const nd__fact_date *last = &facts->dates.items[facts->dates.count - 1];
        if (facts->dates.count >= MOST_DATES ||
            (last->rank == rank && last->article == date.article &&
             strcmp(last->text, date.text) == 0)) {
            return ND_OK;
        }
    }
    ND_TRY(nd__vector_extend(&facts->dates, 1, err));
    facts->dates.items[facts->dates.count++] = date;
    return ND_OK;
}

static nd_status read_meta(nd__page_facts *facts, const nd__html_attributes *attributes,
                           const nd__fact_place *place, nd_error *err) {
    const char *names[] = {attributes->property, attributes->name,
                           attributes->item_property, attributes->http_equiv};
    const char *content = attributes->content;
    if (content == NULL || place->answer) {
        return ND_OK;
    }
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        for (size_t i = 0; names[n] != NULL && i < sizeof meta_names / sizeof *meta_names;
             i++) {
            if (!nd__html_same(names[n], meta_names[i].name)) {
                continue;
            }
            size_t size = strlen(content);
            return meta_names[i].fact == ND__FACT_COUNT
                       ? nd__page_facts_date(facts, meta_names[i].rank, content, size,
                                             err)
                       : offer(facts, (nd__fact)meta_names[i].fact, meta_names[i].rank,
                               content, size, err);
        }
    }
    return ND_OK;
}

static nd_status read_time(nd__page_facts *facts, const nd__html_attributes *attributes,
                           const nd__fact_place *place, nd_error *err) {
    const char *time = attributes->date_time;
    if (time == NULL || place->answer) {
        return ND_OK;
    }
    const char *names = attributes->class_names;
    unsigned rank = RANK_TIME;
    if (nd__html_has_word(attributes->item_property, "datepublished")) {
        rank = RANK_MICRODATA;
    } else if (attributes->item_property != NULL || nd__html_has_word(names, "updated") ||
               nd__html_has_word(names, "modified")) {
        if (!nd__html_has_word(names, "published")) {
            return ND_OK;
        }
        rank = RANK_TIME_PUBLISHED;
    } else if (attributes->published != NULL || nd__html_has_word(names, "published") ||
               nd__html_has_word(names, "entry-date")) {
        rank = RANK_TIME_PUBLISHED;
    }
    if (rank >= RANK_TIME_PUBLISHED && (!place->article || place->frame)) {
        return ND_OK;
    }
    return nd__page_facts_date(facts, rank, time, strlen(time), err);
}

nd_status nd__page_facts_element(nd__page_facts *facts, nd__html_tag tag,
                                 const nd__html_attributes *attributes,
                                 const nd__fact_place *place, nd_error *err) {
    switch (tag) {
        case ND__TAG_HTML:
        case ND__TAG_BODY: {
            const char *lang =
                attributes->lang != NULL ? attributes->lang : attributes->xml_lang;
            return lang == NULL ? ND_OK
                                : offer(facts, ND__FACT_LANG, tag == ND__TAG_BODY, lang,
                                        strlen(lang), err);
        }
        case ND__TAG_META:
            return read_meta(facts, attributes, place, err);
        case ND__TAG_LINK:
            return nd__html_has_word(attributes->relation, "canonical") &&
                           attributes->href != NULL
                       ? offer(facts, ND__FACT_CANONICAL, 0, attributes->href,
                               strlen(attributes->href), err)
                       : ND_OK;
        case ND__TAG_TIME:
            return read_time(facts, attributes, place, err);
        case ND__TAG_ARTICLE:
            facts->articles += !place->article;
            return ND_OK;
        case ND__TAG_H1:
            if (place->article && facts->heading_article == 0) {
                facts->heading_article = facts->articles;
            }
            return ND_OK;
        default:
            return attributes->item_property != NULL && attributes->content != NULL &&
                           !place->answer &&
                           nd__html_has_word(attributes->item_property, "datepublished")
                       ? nd__page_facts_date(facts, RANK_MICRODATA, attributes->content,
                                             strlen(attributes->content), err)
                       : ND_OK;
    }
}

static nd_status found_date(nd__json_ld_kind kind, const char *date, size_t size,
                            void *payload, nd_error *err) {
    if (kind == ND__JSON_LD_OTHER) {
        return ND_OK;
    }
    return nd__page_facts_date(
        payload, kind == ND__JSON_LD_ARTICLE ? RANK_JSON_ARTICLE : RANK_JSON_PAGE, date,
        size, err);
}

nd_status nd__page_facts_captured(nd__page_facts *facts, nd__html_tag tag,
                                  const char *text, size_t size, nd_error *err) {
    if (tag == ND__TAG_TITLE) {
        return offer(facts, ND__FACT_TITLE, 0, text, size, err);
    }
    return nd__json_ld_read(text, size, found_date, facts, err);
}

/* A time that dates the page: in its article, not in one of a list of articles. */
static bool dates_page(const nd__page_facts *facts, const nd__fact_date *date) {
    bool time = date->rank == RANK_TIME || date->rank == RANK_TIME_PUBLISHED;
    return !time || facts->articles == 1 || date->article == facts->heading_article;
}

/* The first date of the first rank whose dates are all of one day. */
static const char *choose_date(const nd__page_facts *facts) {
    for (unsigned rank = 0; rank < RANK_COUNT; rank++) {
        const char *date = NULL;
        bool one = true;
        for (size_t i = 0; i < facts->dates.count; i++) {
            const nd__fact_date *d = &facts->dates.items[i];
            if (d->rank == rank && dates_page(facts, d)) {
                one &= date == NULL || strncmp(date, d->text, 10) == 0;
                date = date == NULL ? d->text : date;
            }
        }
        if (date != NULL && one) {
            return date;
        }
    }
    return NULL;
}

nd_status nd__page_facts_finish(nd__page_facts *facts, nd_error *err) {
    nd__html_text *out = facts->out;
    out->title = facts->value[ND__FACT_TITLE];
    out->canonical = facts->value[ND__FACT_CANONICAL];
    out->lang = facts->value[ND__FACT_LANG];
    out->site_name = facts->value[ND__FACT_SITE_NAME];
    out->description = facts->value[ND__FACT_DESCRIPTION];
    const char *date = choose_date(facts);
    if (date != NULL) {
        out->date = nd__arena_copy(&out->strings, date, strlen(date));
        if (out->date == NULL) {
            return nd__fail_memory(err);
        }
    }
    return ND_OK;
}
