#include "match/read_more.h"

#include <string.h>

#include "text/tokens.h"

/* Whole phrases only: a single everyday word ("more", "plus") would make teasers of
 * sentences. */
static const char *const texts[] = {
    "read more",
    "read more here",
    "continue reading",
    "keep reading",
    "read the full story",
    "read full story",
    "read full article",
    "read the full article",
    "full story",
    "learn more",
    "more details",
    "see more",
    "view more",
    "lire la suite",
    "lire plus",
    "lire l'article",
    "lire l’article complet",
    "en savoir plus",
    "la suite ici",
    "la suite",
    "weiterlesen",
    "mehr lesen",
    "jetzt lesen",
    "zum artikel",
    "mehr dazu",
    "mehr erfahren",
    "ganzen artikel lesen",
    "leer más",
    "seguir leyendo",
    "continuar leyendo",
    "sigue leyendo",
    "leia mais",
    "continue lendo",
    "ler mais",
    "saiba mais",
    "leggi tutto",
    "continua a leggere",
    "leggi di più",
    "lees meer",
    "lees verder",
    "läs mer",
    "les mer",
    "læs mere",
    "lue lisää",
    "czytaj więcej",
    "czytaj dalej",
    "więcej",
    "číst dále",
    "celý článek",
    "čítať ďalej",
    "citește mai mult",
    "olvass tovább",
    "tovább",
    "devamını oku",
    "devamı",
    "читать далее",
    "читать дальше",
    "читать полностью",
    "подробнее",
    "далее",
    "читати далі",
    "детальніше",
    "διαβάστε περισσότερα",
    "περισσότερα",
    "συνέχεια",
    "اقرأ المزيد",
    "قراءة المزيد",
    "المزيد",
    "اقرأ أيضا",
    "تابع القراءة",
    "ادامه مطلب",
    "बाकी पढ़ें",
    "और पढ़ें",
    "阅读全文",
    "查看全文",
    "阅读更多",
    "阅读原文",
    "点击阅读全文",
    "查看详情",
    "查看更多",
    "更多",
    "閱讀更多",
    "繼續閱讀",
    "查看更多內容",
    "閱讀全文",
    "続きを読む",
    "続きを見る",
    "全文を見る",
    "記事を読む",
    "詳細を見る",
    "もっと見る",
    "全文を読む",
    "더 보기",
    "더 읽기",
    "자세히 보기",
    "계속 읽기",
    "더보기",
    "기사 더보기",
    "อ่านต่อ",
    "อ่านเพิ่มเติม",
    "อ่านทั้งหมด",
    "ดูทั้งหมด",
    "ดูเพิ่มเติม",
    "xem thêm",
    "đọc tiếp",
    "baca selengkapnya",
    "selengkapnya",
};

#define PHRASES (sizeof texts / sizeof texts[0])

typedef struct phrase {
    size_t begin, count; /* in hashes */
} phrase;

#define LAST_BITS 4096

struct nd__read_more {
    nd__u64_vector hashes;
    uint64_t last[LAST_BITS / 64]; /* by the low bits of each phrase's last hash */
    phrase phrases[PHRASES];
};

static void note_last(nd__read_more *phrases, uint64_t hash) {
    phrases->last[hash % LAST_BITS / 64] |= UINT64_C(1) << hash % 64;
}

static bool may_be_last(const nd__read_more *phrases, uint64_t hash) {
    return (phrases->last[hash % LAST_BITS / 64] >> hash % 64 & 1) != 0;
}

nd_status nd__read_more_create(nd__read_more **out, uint64_t seed, nd_error *err) {
    nd__read_more *phrases = calloc(1, sizeof *phrases);
    nd__tokens tokens = {0};
    if (phrases == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = ND_OK;
    for (size_t i = 0; i < PHRASES; i++) {
        ND_TRY_OUT(nd__tokens_read(&tokens, texts[i], strlen(texts[i]), seed, err));
        ND_TRY_OUT(nd__vector_extend(&phrases->hashes, tokens.count, err));
        phrases->phrases[i] = (phrase){phrases->hashes.count, tokens.count};
        memcpy(phrases->hashes.items + phrases->hashes.count, tokens.hash,
               tokens.count * sizeof(uint64_t));
        phrases->hashes.count += tokens.count;
        note_last(phrases, tokens.hash[tokens.count - 1]);
    }
    *out = phrases;
out:
    nd__tokens_clear(&tokens);
    if (status < 0) {
        nd__read_more_destroy(phrases);
    }
    return status;
}

void nd__read_more_destroy(nd__read_more *phrases) {
    if (phrases != NULL) {
        nd__vector_clear(&phrases->hashes);
        free(phrases);
    }
}

size_t nd__read_more_length(const nd__read_more *phrases, const uint64_t *hash,
                            size_t count) {
    size_t longest = 0;
    if (count == 0 || !may_be_last(phrases, hash[count - 1])) {
        return 0; /* nearly always */
    }
    for (size_t i = 0; i < PHRASES; i++) {
        const phrase *p = &phrases->phrases[i];
        if (p->count <= longest || p->count > count ||
            phrases->hashes.items[p->begin + p->count - 1] != hash[count - 1]) {
            continue;
        }
        if (memcmp(hash + count - p->count, phrases->hashes.items + p->begin,
                   p->count * sizeof(uint64_t)) == 0) {
            longest = p->count;
        }
    }
    return longest;
}

#define TAIL_TOKENS 4
#define TAIL_CHARACTERS 10 /* of a script without spaces */
#define TAIL_BYTES 80

/* Can there be an ellipsis? Without a branch, so that a compiler makes vectors of it. */
static bool may_have_ellipsis(const char *text, size_t size) {
    unsigned char found = 0;
    for (size_t i = 0; i + 2 < size; i++) {
        found |= (unsigned char)((text[i] == '.') & (text[i + 1] == '.'));
        found |= (unsigned char)((text[i] == '\xe2') & (text[i + 2] == '\xa6'));
    }
    return found != 0;
}

/* Where the last ellipsis within the last TAIL_BYTES bytes ends; 0: there is none. */
static size_t ellipsis_end(const char *text, size_t size) {
    size_t least = size > TAIL_BYTES ? size - TAIL_BYTES : 0;
    if (!may_have_ellipsis(text + least, size - least)) {
        return 0;
    }
    for (size_t at = size; at >= least + 3; at--) {
        if (memcmp(text + at - 3, "...", 3) == 0 ||
            memcmp(text + at - 3, "\xe2\x80\xa6", 3) == 0) {
            return at;
        }
    }
    return 0;
}

/* Are the tokens that begin there single characters, as in scripts without spaces? */
static bool are_characters(const char *text, size_t size, uint32_t origin,
                           const uint32_t *begin, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t at = begin[i] - origin;
        size_t next = i + 1 < count ? begin[i + 1] - origin : size;
        bool single =
            (unsigned char)text[at] >= 0xE0 && (i + 1 == count || next - at <= 9);
        if (!single) {
            return false;
        }
    }
    return true;
}

size_t nd__read_more_tail(const nd__read_more *phrases, const char *text, size_t size,
                          uint32_t origin, const uint64_t *hash, const uint32_t *begin,
                          size_t count) {
    size_t end = ellipsis_end(text, size), tail = 0;
    while (end > 0 && tail < count && begin[count - 1 - tail] - origin >= end) {
        tail++;
    }
    size_t known = count > 0 ? nd__read_more_length(phrases, hash, count) : 0;
    bool few = tail <= TAIL_TOKENS ||
               (tail <= TAIL_CHARACTERS &&
                are_characters(text, size, origin, begin + count - tail, tail));
    return few && tail > known ? tail : known;
}
