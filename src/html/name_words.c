#include "html/name_words.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"

#define LONGEST 24   /* letters of a word that is looked at */
#define LEAST_PART 4 /* letters of a word in a longer one */

static const char *const words[ND__NAME_COUNT] = {
    [ND__NAME_COMMENT] =
        "comment commentary comments discuss discussion disqus livefyre "
        "replies reply respond",
    [ND__NAME_REVIEW] =
        "feedback poll rating ratings review reviews stars testimonial "
        "testimonials vote votes",
    [ND__NAME_RELATED] =
        "also crosssell headlines hot latest more most mostread outbrain "
        "popular readmore recent recommend recommendation recommendations "
        "recommended related seealso similar suggested suggestions "
        "taboola teaser teasers trending upsell viewed ymal",
    [ND__NAME_SIDEBAR] =
        "aside complementary leftcol rail right rightcol secondary side "
        "sidebar sidecol",
    [ND__NAME_NAVIGATION] =
        "bar dropdown flyout hamburger level links megamenu menu menubar "
        "menus nav navbar navi navigation sitemap skip sub submenu subnav "
        "topnav",
    [ND__NAME_CRUMB] =
        "breadcrumb breadcrumbs crumb crumbs next pager pagination "
        "paginator paging prev previous",
    [ND__NAME_HEADER] =
        "banner brand global header logo masthead network site top topbar",
    [ND__NAME_FOOTER] =
        "bottom colophon contact copyright disclaimer foot footer help "
        "legal",
    [ND__NAME_SHARE] =
        "addthis bookmark bookmarks email facebook follow print share "
        "sharebar shares sharing social toolbar tools twitter",
    [ND__NAME_ACCOUNT] =
        "account login member newsletter paywall profile register signin "
        "signup subscribe subscription user",
    [ND__NAME_ADVERT] =
        "ad ads adv advert advertisement advertising commercial cta dfp "
        "promo promos promotion promotions sponsor sponsored sponsors",
    [ND__NAME_COOKIE] = "consent cookie cookies gdpr onetrust privacy",
    [ND__NAME_POPUP] =
        "alert dialog drawer lightbox modal notice notification overlay "
        "popover popup toast tooltip",
    [ND__NAME_BYLINE] =
        "author authors bio byline date datetime meta metadata posted "
        "pubdate published time timestamp",
    [ND__NAME_TAGS] =
        "badge categories category keyword keywords label tag tags topic "
        "topics",
    [ND__NAME_PICTURE] =
        "caption carousel credit figure gallery image images media photo "
        "photos player slick slide slider slideshow swiper thumb "
        "thumbnail video videos",
    [ND__NAME_SEARCH] =
        "autocomplete facet facets filter filters form input option "
        "options refine search select sort",
    [ND__NAME_SHOP] =
        "basket buy cart checkout delivery financing offer offers price "
        "prices pricing qty quantity shipping stock swatch variant "
        "variants wishlist",
    [ND__NAME_CONTENT] =
        "articlebody body bodytext content copy main maincontent markdown "
        "paragraph prose richtext rte storybody text wysiwyg",
    [ND__NAME_ARTICLE] = "article blogpost entry hentry post story",
    [ND__NAME_STORIES] = "articles blog news posts stories",
    [ND__NAME_HEADLINE] =
        "abstract deck excerpt heading headline hero intro lead lede name "
        "standfirst subtitle summary title",
    [ND__NAME_PRODUCT] = "item itempage items pdp product products sku",
    [ND__NAME_DETAIL] =
        "about attribute attributes benefits desc description detail "
        "details feature features highlights ingredients overview spec "
        "specification specifications specs",
    [ND__NAME_LIST] =
        "archive card cards collection feed grid list listing plp result "
        "results tile tiles",
    [ND__NAME_FAQ] =
        "accordion answer answers collapse collapsible expand expander "
        "faq faqs question questions",
    [ND__NAME_TAB] = "panel tab tabpanel tabs",
    [ND__NAME_THREAD] = "forum message messages postbody replybody thread topicpost",
    [ND__NAME_CODE] =
        "code doc docs documentation example examples highlight note tip "
        "toc",
    [ND__NAME_WIDGET] = "block box mod module portlet sidebox widget widgets",
    [ND__NAME_HIDDEN] = "fade hidden hide hover offscreen sr",
};

static size_t slot_of(const nd__name_words *table, const char *word, size_t size) {
    size_t at = (size_t)nd__hash64(word, size, 0) & (ND__NAME_SLOTS - 1);
    while (table->slots[at].word != NULL &&
           (table->slots[at].size != size ||
            memcmp(table->slots[at].word, word, size) != 0)) {
        at = (at + 1) & (ND__NAME_SLOTS - 1);
    }
    return at;
}

static void make_table(nd__name_words *table) {
    for (size_t kind = 0; kind < ND__NAME_COUNT; kind++) {
        for (const char *word = words[kind]; *word != '\0';) {
            size_t size = strcspn(word, " ");
            table->slots[slot_of(table, word, size)] =
                (nd__name_slot){word, (uint8_t)size, (uint8_t)kind};
            word += size;
            word += *word == ' ';
        }
    }
    table->made = true;
}

/* The word's bit, or 0. */
static uint32_t find(const nd__name_words *table, const char *word, size_t size) {
    const nd__name_slot *slot = &table->slots[slot_of(table, word, size)];
    return slot->word == NULL ? 0 : UINT32_C(1) << slot->kind;
}

/* The longest known beginning and end. */
static uint32_t find_parts(const nd__name_words *table, const char *word, size_t size) {
    uint32_t begin = 0, end = 0;
    for (size_t part = size - 1; begin == 0 && part >= LEAST_PART; part--) {
        begin = find(table, word, part);
    }
    for (size_t part = size - 1; end == 0 && part >= LEAST_PART; part--) {
        end = find(table, word + (size - part), part);
    }
    return begin | end;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

static uint32_t read_names(const nd__name_words *table, const char *names, size_t size) {
    uint32_t found = 0;
    for (size_t at = 0; at < size;) {
        char word[LONGEST];
        size_t letters = 0;
        while (at < size && is_letter(names[at]) &&
               (letters == 0 || !is_capital(names[at]) || is_capital(names[at - 1]))) {
            if (letters < LONGEST) {
                word[letters] = (char)(names[at] | 0x20);
            }
            letters++;
            at++;
        }
        if (letters >= 2 && letters <= LONGEST) {
            uint32_t bit = find(table, word, letters);
            found |= bit != 0 || letters <= LEAST_PART ? bit
                                                       : find_parts(table, word, letters);
        }
        at += letters == 0;
    }
    return found;
}

uint32_t nd__name_words_read(nd__name_words *table, const char *names) {
    if (!table->made) {
        make_table(table);
    }
    size_t size = strlen(names);
    uint64_t key = nd__hash64(names, size, 0) | 1;
    nd__name_seen *seen = &table->seen[(key >> 1) & (ND__NAME_SEEN - 1)];
    if (seen->key != key) {
        *seen = (nd__name_seen){key, read_names(table, names, size)};
    }
    return seen->kinds;
}
