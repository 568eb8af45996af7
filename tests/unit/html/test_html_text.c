#include "html/html_text.h"

#include "html_fixture.h"

START_TEST(test_html_text__nothing) {
    nd__html_text page = {0};
    html_read_bytes(&page, NULL, 0);
    ck_assert_uint_eq(page.blocks.count, 0);
    ck_assert_ptr_null(page.title);
    ck_assert_ptr_null(page.date);
    nd__html_text_clear(&page);
    nd__html_text_clear(&page);
    html_gives(" \n ", "");
    html_gives("<p></p><div><br></div>", "");
}
END_TEST

START_TEST(test_html_text__blocks_end_lines) {
    html_gives("one", "one");
    html_gives("<p>one<p>two", "one\ntwo");
    html_gives("<div>one<div>two</div>three</div>four", "one\ntwo\nthree\nfour");
    html_gives("<p>a<b>b</b>c<i>d</i> <span>e</span></p>", "abcd e");
    html_gives("one<br>two<br/><br>three", "one\ntwo\nthree");
    html_gives("<ul><li>a<li>b</ul><dl><dt>c<dd>d</dl>", "a\nb\nc\nd");
    html_gives("one<hr>two", "one\ntwo");
    html_gives("<td>one</td><x-card>two</x-card>", "onetwo"); /* no table: no cell */
}
END_TEST

START_TEST(test_html_text__white_space) {
    html_gives("<p>  one \n\t two&nbsp;&nbsp;three  </p>", "one two three");
    html_gives("one<b> two</b> <i> three</i>", "one two three");
    html_gives("<p>\xE3\x80\x80\xE3\x80\x80\xE6\x96\x87\xE3\x80\x80</p>", "\xE6\x96\x87");
    html_gives("so&shy;ft \x01 \x7F&#8203;", "soft");
    html_gives("a<img alt='not this'>b <input value='nor this'> c", "a b c");
    html_gives("a<wbr>b", "ab");
}
END_TEST

START_TEST(test_html_text__gaps_at_borders) {
    html_gives("<a href=x>one</a><a href=y>two</a>", "one two");
    html_gives("<span>one</span><b><i>two</i></b>", "one two");
    html_gives("<span>one</span><span></span>two", "onetwo");
    html_gives("<span>T</span>he wo<b>r</b>d", "The word");
    html_gives("<b>one</b><b>, two</b>", "one, two");
    html_gives(
        "<code><span>a</span><span>b</span></code> <math><mi>c</mi><mi>d</mi></math>",
        "ab cd");
    html_gives("<b>H</b><sub>2</sub>O 549<sup>00</sup>", "H2O 549 00");
    html_gives("note<a href=x>1</a> <a href=y>7</a>more <a href=z>word</a>s",
               "note 1 7 more words");
    html_gives("<b>\xE6\x96\x87</b><i>\xE5\xAD\x97</i>", "\xE6\x96\x87\xE5\xAD\x97");
    html_gives("<a href=x>\xE6\x96\x87</a><a href=y>\xE5\xAD\x97</a>",
               "\xE6\x96\x87 \xE5\xAD\x97");
}
END_TEST

START_TEST(test_html_text__what_scripts_show) {
    html_gives(
        "<p>t</p><div hidden role=tabpanel><p>a</div><div style='display:none'><div "
        "role=region aria-labelledby=x>b</div>c</div>",
        "t\na\nb");
    html_gives("<p>text</p><div role=dialog hidden>d<div role=tabpanel>a</div></div>",
               "text");
    html_gives("<p>t</p><div hidden id='S:1f'>part</div><div hidden id='S:x'>p</div>",
               "t\npart");
    html_gives(
        "<p>a</p><div hidden><p>longer than what is shown</div><div hidden>more</div>",
        "a\nlonger than what is shown");
    html_gives("<p>a</p><div hidden><a href=x>longer than what is shown</a></div>", "a");
    html_gives("<div>one <b hidden>or<div>two</div></b> three</div>", "one three");
}
END_TEST

/* Text in expanders, one click away; their links are menus. */
#define FOLDED                                                                     \
    "The cut stays sharp for years, and the wood of the handle is oiled by hand, " \
    "twice, "                                                                      \
    "before the saw is packed."

/* More than is hidden, which scripts would show else. */
#define SHOWN FOLDED " It is sold with a guard of leather, and a file." FOLDED

START_TEST(test_html_text__what_folds_hide) {
    html_gives("<p>t</p><div class='a-expander-content' style='display:none'><p>" FOLDED
               "</div><p>" SHOWN,
               "t\n" FOLDED "\n" SHOWN);
    html_gives("<p>t</p><div id=tabPane2 hidden><table><tr><th>Length<td>" FOLDED
               "<tr><th>Blade<td>steel</table></div>",
               "t\nLength\t" FOLDED "\nBlade\tsteel");
    html_gives("<p>t</p><div class='tab-pane' hidden>" FOLDED " <a href=x>" FOLDED
               "</a></div><p>" SHOWN,
               "t\n" SHOWN);
    html_gives("<p>t</p><div class=tabs hidden>" FOLDED "<p>more <a href=x>" FOLDED
               "</a></div>", /* the page itself, until a script has run */
               "t\n" FOLDED "\nmore " FOLDED);
    html_gives("<p>t</p><div class=accordion hidden>few words</div><p>" SHOWN,
               "t\n" SHOWN);
    html_gives("<p>t</p><div class=other hidden>" FOLDED "</div><p>" SHOWN, "t\n" SHOWN);
    html_gives("<nav><div class=collapse hidden>" FOLDED "</div></nav><p>" SHOWN, SHOWN);
    html_gives("<p>t</p><div class=modal-popup><div class=collapse hidden>" FOLDED
               "</div></div><p>" SHOWN,
               "t\n" SHOWN);
    html_gives("<p>t</p><div hidden>x<div class=collapse hidden>" FOLDED
               "</div></div><p>" SHOWN,
               "t\n" SHOWN);
    html_gives("<p>" SHOWN "<table><tr><td>a<td>b<tr class=collapse hidden><td>" FOLDED
               "<td>d<tr><td>e<td>f<tr><td>g<td>h</table>",
               SHOWN "\na\tb\ne\tf\ng\th");
    html_gives("<p>" SHOWN
               "<table><tr><td>a<td><div class=collapse hidden><a href=x>" FOLDED
               "</a></div>b<tr><td>e<td>f<tr><td>g<td>h</table>",
               SHOWN "\na\tb\ne\tf\ng\th");
}
END_TEST

START_TEST(test_html_text__pre_keeps_lines) {
    html_gives("<pre>\nif x:\n    y  =\t1\n\n  z \r\nend</pre>after",
               "if x:\n    y  =\t1\n  z\nend\nafter");
    nd__html_text page = {0};
    html_read(&page, "<pre>a\n   b <b>c</b>\n</pre>");
    ck_assert_uint_eq(page.blocks.count, 2);
    ck_assert_uint_eq(page.blocks.items[1].begin, 5); /* indented outside of the block */
    ck_assert_uint_eq(page.blocks.items[1].flags, ND__HTML_PRE);
    nd__html_text_clear(&page);
    html_gives("<xmp><b>&amp;</b></xmp>x", "<b>&amp;</b>\nx");
}
END_TEST

START_TEST(test_html_text__what_is_not_shown) {
    html_gives("a<script>if (a<b) document.write('<p>x</p>')</script>b", "ab");
    html_gives("a<style>p{}</style><!-- c --><noscript>n</noscript>b", "ab");
    html_gives("a<template><p>t</template>b", "ab");
    html_gives(
        "<p hidden>h</p><p style='color:red; Display : NONE'>n</p>"
        "<p style='visibility:hidden'>v</p>p",
        "p");
    html_gives("<p style='display:block'>d</p><p hidden=until-found>u</p>", "d\nu");
    html_gives(
        "a<select><option>x<option>y</select>b<textarea>t</textarea>c"
        "<button>go</button>d",
        "a b c d");
    html_gives("a<iframe>f</iframe>b<object>o</object>c<video>v</video>", "a b c");
    html_gives("a<svg><title>t</title><text>x</text></svg>b", "a b");
    html_gives("<dialog>no</dialog><dialog open>yes</dialog>", "yes");
    html_gives("<body style='display:none'>late", "late");
    html_gives("<ruby>\xE6\xBC\xA2<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
               "\xE6\xBC\xA2");
}
END_TEST

START_TEST(test_html_text__what_is_shown_all_the_same) {
    html_gives("<h2><button>Question?</button></h2><p>Answer", "Question?\nAnswer");
    html_gives("<details><summary>more<button>!</button></summary>text</details>",
               "more !\ntext");
    html_gives("<div><template shadowrootmode=open><p>s</p></template></div>t", "s\nt");
    html_gives("<p aria-hidden=true>Text of a site that hides it from some.",
               "Text of a site that hides it from some.");
    html_gives("<label>Name</label><form>f<fieldset><legend>l</legend></fieldset></form>",
               "Name\nf\nl");
    html_gives("<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "x=2");
}
END_TEST

START_TEST(test_html_text__names_of_icons_go) {
    html_gives("<a href=x><i aria-hidden=true>arrow_back</i> Back</a>", "Back");
    html_gives("Go <span aria-hidden=\"true\">chevron_right</span>on", "Go on");
    html_gives("<p><i aria-hidden=true>menu</i></p>x", "x");
    html_gives("<b aria-hidden=true><div>Text</div>here</b>", "Text\nhere");
    html_gives("<p>5 <span aria-hidden=true>of 7</span></p>", "5 of 7");
}
END_TEST

START_TEST(test_html_text__flags) {
    nd__html_text page = {0};
    html_read(&page,
              "<title>The news - Site</title><body><header>logo</header><nav>menu</nav>"
              "<main><article><header>kicker</header><h1>The news</h1><p>text</p>"
              "<ul><li>item</ul><blockquote>quote</blockquote><figure><figcaption>cap"
              "</figcaption></figure></article></main><aside><h3>more</h3></aside>"
              "<div role=contentinfo>legal</div><div role=heading>said</div>plain");
    ck_assert_uint_eq(html_block(&page, "logo").flags, ND__HTML_FRAME);
    ck_assert_uint_eq(html_block(&page, "menu").flags, ND__HTML_FRAME);
    ck_assert_uint_eq(html_block(&page, "kicker").flags, ND__HTML_MAIN);
    ck_assert_uint_eq(html_block(&page, "The news").flags,
                      ND__HTML_MAIN | ND__HTML_HEADING | ND__HTML_TITLE);
    ck_assert_uint_eq(html_block(&page, "text").flags,
                      ND__HTML_MAIN | ND__HTML_PARAGRAPH);
    ck_assert_uint_eq(html_block(&page, "item").flags,
                      ND__HTML_MAIN | ND__HTML_LIST_ITEM);
    ck_assert_uint_eq(html_block(&page, "quote").flags,
                      ND__HTML_MAIN | ND__HTML_PARAGRAPH);
    ck_assert_uint_eq(html_block(&page, "cap").flags, ND__HTML_MAIN | ND__HTML_CAPTION);
    ck_assert_uint_eq(html_block(&page, "more").flags, ND__HTML_FRAME | ND__HTML_HEADING);
    ck_assert_uint_eq(html_block(&page, "legal").flags, ND__HTML_FRAME);
    ck_assert_uint_eq(html_block(&page, "said").flags, ND__HTML_HEADING);
    ck_assert_uint_eq(html_block(&page, "plain").flags, 0);
    nd__html_text_clear(&page);
}
END_TEST

START_TEST(test_html_text__links) {
    nd__html_text page = {0};
    html_read(&page,
              "<p>see <a href='/x'>this page</a> or <a name=y>that</a></p>"
              "<p><a href='/'><b>all</b></a></p><a href=z><p>one</p><p>two</p></a>");
    ck_assert_uint_eq(html_block(&page, "see this page or that").link_bytes, 10);
    ck_assert_uint_eq(html_block(&page, "all").link_bytes, 3);
    ck_assert_uint_eq(html_block(&page, "one").link_bytes, 3);
    ck_assert_uint_eq(html_block(&page, "two").link_bytes, 3);
    nd__html_text_clear(&page);
}
END_TEST

START_TEST(test_html_text__paths) {
    nd__html_text page = {0};
    html_read(&page,
              "<body class=page-7><div id=c12><p class='a x3'>one</p>"
              "<p class='a x456'>two<b>!</b></p><p>three</p></div>"
              "<div id=c9><p class='a x1'>four</p></div><p>five");
    uint64_t path = html_block(&page, "one").path;
    ck_assert(html_block(&page, "two!").path == path);
    ck_assert(html_block(&page, "four").path == path);
    ck_assert(html_block(&page, "three").path != path);
    ck_assert(html_block(&page, "five").path != html_block(&page, "three").path);
    ck_assert_uint_eq(html_block(&page, "one").depth, 4);
    ck_assert_uint_eq(html_block(&page, "five").depth, 3);
    uint64_t five = html_block(&page, "five").path;
    html_read(&page, "<body class=front><p>five");
    ck_assert(html_block(&page, "five").path == five); /* not of the page's class */
    html_read(&page, "<h1>a</h1><h2>b</h2>");
    ck_assert(html_block(&page, "a").path != html_block(&page, "b").path);
    nd__html_text_clear(&page);
}
END_TEST

START_TEST(test_html_text__bytes_of_other_charsets) {
    nd__html_text page = {0};
    html_read(&page, "<meta charset=windows-1251><p>\xEF\xF0\xE8\xE2\xE5\xF2");
    html_block(&page, "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82");
    ck_assert_str_eq(page.charset, "windows-1251");
    html_read(&page,
              "<p>a\xFF"
              "b&#0;&#xD800;c");
    ck_assert(!page.plain);
    html_read(&page, "<p title='&#xFFFFFFFFF;'>&#xeAAAAAAAAAAA;&#99999999999999999999x");
    html_block(&page, "\xEF\xBF\xBD\xEF\xBF\xBDx");
    html_gives("&am<!-- -->p;&#xe<noscript>AAAAAAAAAAAA</noscript>AAAAAAAAAAAAA",
               "&amp;AAAAAAAAAAAAA");
    html_read_bytes(&page, "&#xa\0\0CCCCCCCC&\0#xFFFFFFFFF", 27);
    html_read_bytes(&page, "<p>a\0b<i\0>c</i>", 15);
    nd__html_text_clear(&page);
}
END_TEST

START_TEST(test_html_text__is_used_again) {
    nd__html_text page = {0};
    html_read(&page, "<title>t</title><meta name=date content=2011-11-01><p>one<p>two");
    ck_assert_str_eq(page.title, "t");
    ck_assert_str_eq(page.date, "2011-11-01");
    html_read(&page, "<p>three");
    ck_assert_ptr_null(page.title);
    ck_assert_ptr_null(page.date);
    ck_assert_uint_eq(page.blocks.count, 1);
    nd__html_text_clear(&page);
}
END_TEST

START_TEST(test_html_text__too_large) {
    nd__html_text page = {0};
    nd_error err;
    ck_assert_int_eq(nd__html_text_read(&page, "", ND__HTML_LARGEST + 1, NULL, &err),
                     ND_E_LIMIT);
    nd__html_text_clear(&page);
}
END_TEST

static void read_repeated(nd__html_text *page, const char *piece, size_t times,
                          const char *other, size_t other_times) {
    size_t size = strlen(piece) * times + strlen(other) * other_times;
    char *html = malloc(size + 1);
    ck_assert_ptr_nonnull(html);
    char *to = html;
    for (size_t i = 0; i < times + other_times; i++) {
        const char *from = i < times ? piece : other;
        memcpy(to, from, strlen(from));
        to += strlen(from);
    }
    html_read_bytes(page, html, size);
    free(html);
}

/* What makes a tree deep, an algorithm quadratic or a scan endless. */
START_TEST(test_html_text__hostile) {
    static const char *const pieces[][2] = {
        {"<div>", "</p>"},
        {"<b>", "<p>"},
        {"<font><p>", ""},
        {"<i><div>", "</i>"},
        {"<dl><dd>", "<li>"},
        {"<table>", "x"},
        {"<table><tr><td>", "x"},
        {"<select>", "<option>"},
        {"<template>", "x"},
        {"<svg>", "<text>"},
        {"<math><mi>", "x"},
        {"<a>", "<a href=x>"},
        {"<span>", "</div>"},
        {"<x-y/>", "<x-y>"},
        {"<", "</"},
        {"<!--", "-->"},
        {"<!", "<?"},
        {"<a ", "b='"},
        {"&", "&#"},
        {"<script><!--<script>", "</script>"},
        {"<p><b id=1>", "</p>"},
        {"<button>", "</button>"},
        {"<svg><style>", "<div>"},
        {"<select><style></select>", "<div>"},
        {"<form>", "<frameset>"},
        {"<pre>\n ", "</pre>"},
        {"<li><ul>", "</li>"},
        {"<h1>", "</h2>"},
        {"<title>", "</title>"},
        {"<a aria-hidden=true>x", "</a>"},
    };
    nd__html_text page = {0};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        read_repeated(&page, pieces[i][0], 20000, pieces[i][1], 20000);
        read_repeated(&page, pieces[i][0], 300, pieces[i][1], 20000);
        read_repeated(&page, pieces[i][1], 20000, pieces[i][0], 10);
    }
    nd__html_text_clear(&page);
}
END_TEST

START_TEST(test_html_text__too_deep_is_read_plainly) {
    nd__html_text page = {0};
    read_repeated(&page, "<div>a<b>b</b>&amp;", 2000, "</div>", 2000);
    ck_assert(page.plain);
    ck_assert_uint_eq(page.blocks.count, 2000);
    html_block(&page, "ab&");
    read_repeated(&page, "<div>", 300, "<p>x</p>", 3);
    ck_assert(!page.plain);
    nd__html_text_clear(&page);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("html_text");
    TCase *tcase = tcase_create("html_text");
    tcase_add_test(tcase, test_html_text__nothing);
    tcase_add_test(tcase, test_html_text__blocks_end_lines);
    tcase_add_test(tcase, test_html_text__white_space);
    tcase_add_test(tcase, test_html_text__gaps_at_borders);
    tcase_add_test(tcase, test_html_text__what_scripts_show);
    tcase_add_test(tcase, test_html_text__what_folds_hide);
    tcase_add_test(tcase, test_html_text__pre_keeps_lines);
    tcase_add_test(tcase, test_html_text__what_is_not_shown);
    tcase_add_test(tcase, test_html_text__what_is_shown_all_the_same);
    tcase_add_test(tcase, test_html_text__names_of_icons_go);
    tcase_add_test(tcase, test_html_text__flags);
    tcase_add_test(tcase, test_html_text__links);
    tcase_add_test(tcase, test_html_text__paths);
    tcase_add_test(tcase, test_html_text__bytes_of_other_charsets);
    tcase_add_test(tcase, test_html_text__is_used_again);
    tcase_add_test(tcase, test_html_text__too_large);
    tcase_add_test(tcase, test_html_text__hostile);
    tcase_add_test(tcase, test_html_text__too_deep_is_read_plainly);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
