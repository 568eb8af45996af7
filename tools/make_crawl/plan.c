/* Plans one group of sites: which pages it has, which stories they share, and what the
 * truth says of them. A group is whole in memory; nothing is kept from one group to the
 * next.
 *
 * A few stories of each group are reprinted in a group far behind it. They are written
 * from random numbers of their own, so that the later group can write them again: round k
 * (of the groups of one language) reprints half of what round k / 2 offered. */
#include <stdlib.h>

#include "crawl.h"

enum {
    PAGE_BYTES = 4600, /* about; to plan by */
    ECHOES = 2,        /* stories reprinted far away, a round */
    LISTED_AT_LEAST = 12,
    LISTED_AT_MOST = 14,
    FAMILY_MOST = 40
};

static int new_page(group *g, int at_site, page_kind kind) {
    site *s = &g->sites[at_site];
    page added = {
        .kind = kind, .site = at_site, .number = s->count++, .copy_of = NO_PAGE};
    added.listed = kind == PAGE_PLAIN;
    cast_fill(&added.who, g->words, &g->random);
    added.year = added.who.year;
    added.month = random_between(&g->random, 1, 12);
    added.day = random_between(&g->random, 1, 28);
    vector_push(&g->pages, added);
    return (int)g->pages.size - 1;
}

static bool has_room(const group *g, int at_site) {
    return g->sites[at_site].count < g->sites[at_site].wanted;
}

/* A site that may have one more page, or -1. */
static int choose_site(group *g) {
    int first = (int)random_below(&g->random, (uint32_t)g->site_count);
    for (int i = 0; i < g->site_count; i++) {
        int at = (first + i) % g->site_count;
        if (has_room(g, at))
            return at;
    }
    return -1;
}

static void add_doc(group *g, int index) {
    const page *p = &g->pages.data[index];
    output_add_id(&g->truth, g->number, p->site, p->number);
}

static void record(group *g, const char *type, const int *docs, size_t count) {
    if (count < 2)
        return;
    buffer_text(&g->truth, "{\"type\":\"");
    buffer_text(&g->truth, type);
    buffer_text(&g->truth, "\",\"docs\":[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_text(&g->truth, ",");
        add_doc(g, docs[i]);
    }
    buffer_text(&g->truth, "]}\n");
}

static void end_reprint_record(group *g, const edit *how) {
    buffer_text(&g->truth, "],\"edit\":");
    buffer_number(&g->truth, how->permille / 10, 1);
    buffer_text(&g->truth, ",\"cut\":");
    buffer_number(&g->truth, how->cut, 1);
    buffer_text(&g->truth, ",\"added\":");
    buffer_number(&g->truth, how->added, 1);
    buffer_text(&g->truth, how->correction ? ",\"correction\":true}\n" : "}\n");
}

/* A copy comes some days later, or the same day; it may name the agency or not. */
static void follow(group *g, page *copy, const page *original, edit *how) {
    uint32_t day = original->day + random_below(&g->random, 4);
    copy->year = original->year;
    copy->month = original->month;
    copy->day = day > 28 ? 28 : day;
    how->credit =
        random_chance(&g->random, 70) ? original->credit : story_credit(g, &g->random);
}

static void choose_edit(group *g, edit *out) {
    static const uint32_t levels[] = {0, 0, 10, 10, 20, 20, 50, 100, 200, 300};
    random_state *random = &g->random;
    out->permille = levels[random_below(random, 10)];
    out->bursts = random_chance(random, 40);
    out->cut = random_chance(random, 25) ? random_between(random, 1, 3) : 0;
    out->added = random_chance(random, 20) ? random_between(random, 1, 2) : 0;
    out->correction = random_chance(random, 15);
    out->credit = NULL;
}

static void write_article(group *g, int index) {
    page *to = &g->pages.data[index];
    story_write(g, to, &g->random, 4 + random_skewed(&g->random, 22));
    story_lengthen(g, to, &g->random);
}

static void plan_wire(group *g) {
    int docs[FAMILY_MOST];
    int at = choose_site(g);
    if (at < 0)
        return;
    docs[0] = new_page(g, at, PAGE_PLAIN);
    write_article(g, docs[0]);
    g->pages.data[docs[0]].credit = story_credit(g, &g->random);
    size_t count = 1,
           wanted = 2 + random_skewed(&g->random, random_chance(&g->random, 8) ? 30 : 8);
    while (count < wanted) {
        bool same = random_chance(&g->random, 20) && has_room(g, at);
        int to = same ? at : choose_site(g);
        if (to < 0)
            break;
        edit how;
        choose_edit(g, &how);
        int made = new_page(g, to, PAGE_PLAIN);
        g->pages.data[made].listed = false; /* the site may have the story already */
        follow(g, &g->pages.data[made], &g->pages.data[docs[0]], &how);
        story_edit(g, &g->pages.data[made], &g->pages.data[docs[0]], &how);
        buffer_text(&g->truth, "{\"type\":\"reprint\",\"docs\":[");
        add_doc(g, docs[0]);
        buffer_text(&g->truth, ",");
        add_doc(g, made);
        end_reprint_record(g, &how);
        docs[count++] = made;
    }
    record(g, "family", docs, count);
}

static void plan_exact(group *g) {
    int docs[2], at = choose_site(g);
    if (at < 0)
        return;
    docs[0] = new_page(g, at, PAGE_PLAIN);
    write_article(g, docs[0]);
    if (!has_room(g, at))
        return;
    docs[1] = new_page(g, at, PAGE_COPY);
    page *copy = &g->pages.data[docs[1]];
    const page *from = &g->pages.data[docs[0]];
    copy->copy_of = docs[0];
    copy->title_begin = from->title_begin;
    copy->title_end = from->title_end;
    record(g, "exact", docs, 2);
    record(g, "family", docs, 2);
}

static void plan_contained(group *g) {
    int docs[6];
    size_t count = 0, wanted = random_between(&g->random, 2, 4);
    int at = choose_site(g);
    if (at < 0)
        return;
    while (count < wanted) {
        int home = random_chance(&g->random, 50) && has_room(g, at) ? at : choose_site(g);
        if (home < 0)
            break;
        docs[count] = new_page(g, home, PAGE_PLAIN);
        page *to = &g->pages.data[docs[count]];
        to->listed = false; /* a teaser would be most of it */
        story_write(g, to, &g->random, random_between(&g->random, 2, 4));
        story_lengthen(g, to, &g->random);
        count++;
    }
    if (!has_room(g, at))
        at = choose_site(g);
    if (at < 0)
        return;
    int roundup = new_page(g, at, PAGE_PLAIN);
    page *to = &g->pages.data[roundup];
    story_write(g, to, &g->random, 1);
    for (size_t i = 0; i < count; i++)
        story_append(g, to, &g->pages.data[docs[i]]);
    story_paragraph(g, to, &g->random, false);
    for (size_t i = 0; i < count; i++) {
        int pair[2] = {docs[i], roundup};
        record(g, "contained", pair, 2);
    }
    docs[count++] = roundup;
    record(g, "family", docs, count);
}

/* Two texts with one lede, as of a serial; or one that quotes the first sentence of the
 * other. Neither is a teaser. */
static void share_lede(group *g, page *first, page *second) {
    piece *lede = &g->pieces.data[first->first_piece];
    piece *other = &g->pieces.data[second->first_piece];
    if (random_chance(&g->random, 50)) {
        other->begin = lede->begin;
        other->end = lede->end;
        other->keep = lede->keep = true;
        first->listed = second->listed = false; /* whose teaser would it be? */
        return;
    }
    size_t end = story_sentence_end(g, lede, 60);
    if (end > 0) {
        piece *quoted = other + second->piece_count - 1;
        quoted->begin = lede->begin;
        quoted->end = lede->begin + end;
        quoted->keep = true;
    }
}

static void plan_negative(group *g) {
    int docs[2];
    for (int i = 0; i < 2; i++) {
        int at = choose_site(g);
        if (i == 1 && random_chance(&g->random, 40) &&
            has_room(g, g->pages.data[docs[0]].site))
            at = g->pages.data[docs[0]].site;
        if (at < 0)
            return;
        docs[i] = new_page(g, at, PAGE_PLAIN);
        page *to = &g->pages.data[docs[i]];
        if (i == 1)
            to->who = g->pages.data[docs[0]].who;
        story_write(g, to, &g->random, random_between(&g->random, 3, 6));
        for (int stock = 0; stock < 3; stock++)
            story_paragraph(g, to, &g->random, true);
    }
    if (g->pages.data[docs[0]].site == g->pages.data[docs[1]].site)
        share_lede(g, &g->pages.data[docs[0]], &g->pages.data[docs[1]]);
    record(g, "negative", docs, 2);
    record(g, "family", docs, 2);
}

static void plan_templates(group *g) {
    int docs[FAMILY_MOST];
    int at = choose_site(g);
    if (at < 0)
        return;
    size_t count = 0, wanted = random_between(&g->random, 3, 12);
    template_kind kind = (template_kind)random_below(&g->random, TEMPLATE_POEM);
    while (count < wanted && has_room(g, at)) {
        docs[count] = new_page(g, at, PAGE_DATA);
        template_write(g, &g->pages.data[docs[count]], kind);
        count++;
    }
    for (size_t i = 1; i < count; i++) {
        int pair[2] = {docs[0], docs[i]};
        record(g, "negative", pair, 2);
    }
    record(g, "family", docs, count);
}

static void plan_keep(group *g) {
    int at = choose_site(g);
    if (at < 0)
        return;
    int made = new_page(g, at, PAGE_DATA);
    uint32_t kinds = TEMPLATE_COUNT - TEMPLATE_POEM;
    template_write(g, &g->pages.data[made],
                   (template_kind)(TEMPLATE_POEM + random_below(&g->random, kinds)));
}

/* Story i of those that group `number` offers to a later one. */
static void write_offer(group *g, page *to, uint64_t number, int i) {
    random_state random = random_begin(g->seed, number, 1000 + (uint64_t)i);
    cast_fill(&to->who, g->words, &random);
    story_write(g, to, &random, 4 + random_skewed(&random, 12));
}

static void plan_offers(group *g) {
    for (int i = 0; i < 2 * ECHOES;
         i++) { /* pages 0.. of site 0: a later group knows them */
        int made = new_page(g, 0, PAGE_PLAIN);
        write_offer(g, &g->pages.data[made], g->number, i);
        story_lengthen(g, &g->pages.data[made], &g->random); /* after what is shared */
    }
    uint64_t round = g->number / g->language_count;
    if (round == 0)
        return;
    uint64_t source = round / 2 * g->language_count + g->number % g->language_count;
    for (int i = 0; i < ECHOES; i++) {
        int at = choose_site(g), offer = (int)(round % 2) * ECHOES + i;
        page original;
        edit how;
        memset(&original, 0, sizeof original);
        choose_edit(g, &how);
        int made = new_page(g, at, PAGE_PLAIN);
        write_offer(g, &original, source, offer);
        story_edit(g, &g->pages.data[made], &original, &how);
        for (int family = 0; family < 2; family++) {
            buffer_text(&g->truth, family ? "{\"type\":\"family\",\"docs\":["
                                          : "{\"type\":\"reprint\",\"docs\":[");
            output_add_id(&g->truth, source, 0, offer);
            buffer_text(&g->truth, ",");
            add_doc(g, made);
            if (family)
                buffer_text(&g->truth, "]}\n");
            else
                end_reprint_record(g, &how);
        }
    }
}

static void begin_sites(group *g, int most, size_t pages) {
    uint32_t weights = 0, *weight;
    int fit = (int)(pages / 14);
    g->site_count = most < fit ? most : fit < 2 ? 2 : fit;
    g->sites = calloc((size_t)g->site_count, sizeof *g->sites);
    weight = calloc((size_t)g->site_count, sizeof *weight);
    if (g->sites == NULL || weight == NULL)
        fail("out of memory", "sites");
    for (int i = 0; i < g->site_count; i++) {
        weight[i] = 10 + random_skewed(&g->random, 190);
        weights += weight[i];
    }
    for (int i = 0; i < g->site_count; i++) {
        site *s = &g->sites[i];
        site_fill(g, s, &g->random);
        s->wanted = (int)(pages * weight[i] / weights);
        s->wanted = s->wanted < 12 ? 12 : s->wanted > 200 ? 200 : s->wanted;
        s->wanted -= 1 + s->wanted / 20; /* listings come on top */
    }
    free(weight);
}

/* Listings show each page once; a site with few pages to show has none. */
static void plan_listings(group *g) {
    size_t before = g->pages.size;
    for (int i = 0; i < g->site_count; i++) {
        size_t listed = 0;
        for (size_t k = 0; k < before; k++)
            listed += g->pages.data[k].site == i && g->pages.data[k].listed;
        for (size_t k = 0; k < listed / LISTED_AT_LEAST && k < 1 + listed / 14; k++)
            new_page(g, i, PAGE_LISTING);
    }
    for (size_t i = before; i < g->pages.size; i++) {
        page *listing = &g->pages.data[i];
        listing->title_begin = g->bodies.size;
        grammar_sentence(g->words, 'z', &listing->who, &g->random, &g->bodies);
        listing->title_end = g->bodies.size;
    }
}

/* The headline becomes the first words of the lede. */
static void title_from_lede(group *g, page *to) {
    const piece *lede = &g->pieces.data[to->first_piece];
    int spaced = grammar_language(g->words)->spaced;
    uint32_t words = spaced ? random_between(&g->random, 4, 7) : 0;
    size_t end =
        lede->begin + (spaced ? 0 : 3 * (size_t)random_between(&g->random, 8, 12));
    const char *text = g->bodies.data;
    if (lede->end - lede->begin < 120)
        return;
    while (words > 0)
        words -= text[++end] == ' ';
    while (!spaced && ((unsigned char)text[end] & 0xC0) == 0x80)
        end++;
    to->title_begin = lede->begin;
    to->title_end = end;
    to->keep_title = true;
    to->described = false;
}

static void plan_stories(group *g, size_t pages) {
    static const struct {
        void (*plan)(group *);
        size_t percent;
    } shares[] = {{plan_wire, 15},    {plan_exact, 3},     {plan_contained, 5},
                  {plan_negative, 4}, {plan_templates, 6}, {plan_keep, 3}};
    plan_offers(g);
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        size_t until = g->pages.size + (pages * shares[i].percent + 99) / 100;
        while (g->pages.size < until && choose_site(g) >= 0)
            shares[i].plan(g);
    }
    for (int at = choose_site(g); at >= 0; at = choose_site(g)) {
        int made = new_page(g, at, PAGE_PLAIN);
        write_article(g, made);
        g->pages.data[made].described = random_chance(&g->random, 10);
        if (random_chance(&g->random, 5))
            title_from_lede(g, &g->pages.data[made]);
    }
    plan_listings(g);
}

static void shuffle(group *g, int *list, size_t count) {
    for (size_t i = count; i > 1; i--) {
        size_t j = random_below(&g->random, (uint32_t)i);
        int kept = list[i - 1];
        list[i - 1] = list[j];
        list[j] = kept;
    }
}

/* Composes the pages of one site; `listed` are those that may be shown, in random order.
 */
static void compose_site(group *g, int at, const int *listed, size_t count) {
    size_t next = 0, listings = 0;
    for (size_t i = 0; i < g->pages.size; i++)
        listings += g->pages.data[i].site == at && g->pages.data[i].kind == PAGE_LISTING;
    for (size_t i = 0; i < g->pages.size; i++) {
        const page *p = &g->pages.data[i];
        if (p->site != at)
            continue;
        int shown[LISTED_AT_MOST];
        size_t shown_count = 0;
        if (p->kind == PAGE_LISTING) {
            size_t most =
                count / listings < LISTED_AT_MOST ? count / listings : LISTED_AT_MOST;
            while (shown_count < most && next < count)
                shown[shown_count++] = listed[next++];
        } else if (p->kind == PAGE_PLAIN && g->sites[at].related && count > 4 &&
                   random_chance(&g->random, 90)) {
            size_t first = random_below(&g->random, (uint32_t)count);
            for (size_t k = 0; k < 3; k++)
                if (listed[(first + k) % count] != (int)i && p->piece_count > 3 + k)
                    shown[shown_count++] = listed[(first + k) % count];
        }
        page_compose(g, (int)i, shown, shown_count);
    }
}

static void compose_pages(group *g) {
    int *listed = calloc(g->pages.size, sizeof *listed);
    if (listed == NULL)
        fail("out of memory", "pages");
    for (int at = 0; at < g->site_count; at++) {
        size_t count = 0;
        for (size_t i = 0; i < g->pages.size; i++)
            if (g->pages.data[i].site == at && g->pages.data[i].listed)
                listed[count++] = (int)i;
        shuffle(g, listed, count);
        compose_site(g, at, listed, count);
    }
    free(listed);
}

static void write_group(group *g, output *out) {
    int *order = calloc(g->pages.size, sizeof *order);
    if (order == NULL)
        fail("out of memory", "pages");
    for (size_t i = 0; i < g->pages.size; i++)
        order[i] = (int)i;
    shuffle(g, order, g->pages.size);
    for (size_t i = 0; i < g->pages.size; i++) {
        output_page(out, g, &g->pages.data[order[i]]);
        output_page_truth(out, g, &g->pages.data[order[i]]);
    }
    output_truth(out, g->truth.data, g->truth.size);
    free(order);
}

void plan_group(group *g, int most_sites, uint64_t bytes_wanted, output *out) {
    size_t pages = (size_t)(bytes_wanted / PAGE_BYTES);
    g->random = random_begin(g->seed, g->number, 0);
    g->pages.size = g->pieces.size = g->marks.size = 0;
    g->bodies.size = g->texts.size = g->truth.size = 0;
    begin_sites(g, most_sites, pages);
    plan_stories(g, pages);
    compose_pages(g);
    write_group(g, out);
    for (int i = 0; i < g->site_count; i++)
        site_clear(&g->sites[i]);
    free(g->sites);
    g->sites = NULL;
}

void group_clear(group *g) {
    free(g->pages.data);
    free(g->pieces.data);
    free(g->marks.data);
    buffer_clear(&g->bodies);
    buffer_clear(&g->texts);
    buffer_clear(&g->truth);
}
