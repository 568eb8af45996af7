//! Near duplicates with MinHash crates, as fast as they can be called: PEER IN.jsonl OUT.tsv.
//! Peers: gaoya, txtfp, lshdedup. 5-word shingles, 128 values in 16 bands of 8, estimate >= .8.
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

const PERMUTATIONS: usize = 128;
const BANDS: usize = 16;
const SHINGLE: usize = 5;
const THRESHOLD: f64 = 0.8;

#[derive(serde::Deserialize)]
struct Row {
    text: String,
}

/// Texts of a JSONL file, one at a time.
fn texts(path: &str) -> impl Iterator<Item = String> {
    let reader = BufReader::with_capacity(1 << 20, File::open(path).expect("input"));
    reader.lines().map(|line| {
        let row: Row = serde_json::from_str(&line.expect("UTF-8")).expect("JSON with a text");
        row.text
    })
}

/// The shingles of a text as slices of it; words lie between white space.
fn shingles(text: &str) -> Vec<&str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let base = text.as_ptr() as usize;
    let size = SHINGLE.min(words.len());
    words
        .windows(size)
        .map(|w| {
            let begin = w[0].as_ptr() as usize - base;
            let last = w[size - 1];
            &text[begin..last.as_ptr() as usize - base + last.len()]
        })
        .collect()
}

fn gaoya(path: &str, mut found: impl FnMut(usize, usize)) {
    use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32, SmallVecContainer};
    let hasher = MinHasher32::<fnv::FnvBuildHasher>::new(PERMUTATIONS);
    let mut index: MinHashIndex<u32, u32, SmallVecContainer<u32, 2>> =
        MinHashIndex::new_index(BANDS, PERMUTATIONS / BANDS, THRESHOLD);
    for (n, text) in texts(path).enumerate() {
        let shingles = shingles(&text);
        if shingles.is_empty() {
            continue;
        }
        let signature = hasher.create_signature(shingles.into_iter());
        for other in index.query(&signature) {
            found(*other as usize, n);
        }
        index.insert(n as u32, signature);
    }
}

fn txtfp(path: &str, mut found: impl FnMut(usize, usize)) {
    use txtfp::{
        Canonicalizer, Fingerprinter, LshIndex, LshIndexBuilder, MinHashFingerprinter,
        ShingleTokenizer, WordTokenizer,
    };
    let tokenizer = ShingleTokenizer { k: SHINGLE, inner: WordTokenizer };
    let hasher = MinHashFingerprinter::<_, PERMUTATIONS>::new(Canonicalizer::default(), tokenizer);
    let mut index: LshIndex<PERMUTATIONS> =
        LshIndexBuilder::new(BANDS, PERMUTATIONS / BANDS).build();
    for (n, text) in texts(path).enumerate() {
        let Ok(signature) = hasher.fingerprint(&text) else { continue };
        for other in index.query_with_threshold(&signature, THRESHOLD as f32) {
            found(other as usize, n);
        }
        index.insert(n as u64, signature);
    }
}

fn lshdedup(path: &str, mut found: impl FnMut(usize, usize)) {
    use lshdedup_core::{Config, Index, ShingleUnit};
    let config = Config {
        num_hashes: PERMUTATIONS,
        bands: BANDS,
        shingle_size: SHINGLE,
        shingle_unit: ShingleUnit::Word,
        seed: 1,
    };
    let mut index = Index::new(config).expect("configuration");
    for (n, text) in texts(path).enumerate() {
        // This crate makes the signature twice: a query takes a text only.
        for hit in index.near_duplicates(&text, THRESHOLD) {
            found(hit.id.parse().expect("a number"), n);
        }
        index.insert(n.to_string(), &text).expect("insert");
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, peer, input, output] = &arguments[..] else {
        eprintln!("usage: neardup-peers gaoya|txtfp|lshdedup IN.jsonl OUT.tsv");
        std::process::exit(2);
    };
    let mut out = BufWriter::new(File::create(output).expect("output"));
    let found = |a: usize, b: usize| writeln!(out, "{a}\t{b}").expect("written");
    match peer.as_str() {
        "gaoya" => gaoya(input, found),
        "txtfp" => txtfp(input, found),
        "lshdedup" => lshdedup(input, found),
        _ => panic!("no such peer: {peer}"),
    }
}
