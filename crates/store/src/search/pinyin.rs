//! Names as they sound: initials (`tcy`) and in full (`tiancuiying`), from each character on, with every reading of the
//! characters that are read otherwise in a name.

use std::ops::Range;

use pinyin::ToPinyin;

/// Characters with several readings in names; the first is the usual one as a surname. 覃 is qin in Hubei and tan in Hunan.
const READINGS: [(char, &[&str]); 34] = [
    ('覃', &["qin", "tan"]),
    ('单', &["shan", "dan"]),
    ('曾', &["zeng", "ceng"]),
    ('冉', &["ran"]),
    ('瞿', &["qu"]),
    ('查', &["zha", "cha"]),
    ('解', &["xie", "jie"]),
    ('仇', &["qiu", "chou"]),
    ('任', &["ren"]),
    ('朴', &["piao", "pu"]),
    ('盖', &["ge", "gai"]),
    ('区', &["ou", "qu"]),
    ('尉', &["wei", "yu"]),
    ('乐', &["yue", "le"]),
    ('翟', &["zhai", "di"]),
    ('缪', &["miao", "mou"]),
    ('繁', &["po", "fan"]),
    ('种', &["chong", "zhong"]),
    ('重', &["chong", "zhong"]),
    ('长', &["chang", "zhang"]),
    ('折', &["she", "zhe"]),
    ('员', &["yun", "yuan"]),
    ('贾', &["jia", "gu"]),
    ('牟', &["mou", "mu"]),
    ('宓', &["mi", "fu"]),
    ('隗', &["wei", "kui"]),
    ('俞', &["yu", "shu"]),
    ('柏', &["bai", "bo"]),
    ('车', &["che", "ju"]),
    ('晟', &["sheng", "cheng"]),
    ('石', &["shi"]),
    ('吕', &["lv", "lu"]),
    ('行', &["xing", "hang"]),
    ('朝', &["chao", "zhao"]),
];

/// Of a long name with several such characters, this many readings are kept.
const READINGS_MAX: usize = 8;
/// Keys begin at one of the first characters; nobody types the inside of a longer name.
const STARTS_MAX: usize = 12;

/// One way to read a name, a syllable a character. Letters and digits are their own syllable.
pub(super) type Reading = Vec<Syllable>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syllable {
    Read(&'static str),
    Letter(char),
}

impl Syllable {
    fn push_all(self, text: &mut String) {
        match self {
            // ü is typed as v.
            Syllable::Read(read) => text.extend(read.chars().map(|letter| if letter == 'ü' { 'v' } else { letter })),
            Syllable::Letter(letter) => text.push(letter),
        }
    }

    fn initial(self) -> char {
        match self {
            Syllable::Read(read) => read.chars().next().unwrap_or(' '),
            Syllable::Letter(letter) => letter,
        }
    }
}

/// All ways to read a folded name; the usual one first.
pub(super) fn readings(name: &[char]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = vec![Vec::with_capacity(name.len())];
    for character in name {
        let syllables = syllables(*character);
        let before = readings.len();
        for other in syllables.iter().skip(1) {
            for at in 0..before {
                if readings.len() < READINGS_MAX {
                    let mut reading = readings[at].clone();
                    reading.push(*other);
                    readings.push(reading);
                }
            }
        }
        for reading in readings.iter_mut().take(before) {
            reading.push(syllables[0]);
        }
    }
    readings
}

fn syllables(character: char) -> Vec<Syllable> {
    if let Some((_, known)) = READINGS.iter().find(|(known, _)| *known == character) {
        return known.iter().map(|read| Syllable::Read(read)).collect();
    }
    match character.to_pinyin() {
        Some(read) => vec![Syllable::Read(read.plain())],
        None => vec![Syllable::Letter(character)],
    }
}

/// The keys of a name: initials and full pinyin from each of its characters on.
pub(super) fn pinyin_keys(name: &[char]) -> String {
    let mut keys: Vec<String> = Vec::new();
    for reading in readings(name) {
        for start in 0..reading.len().min(STARTS_MAX) {
            let rest = &reading[start..];
            keys.push(rest.iter().map(|syllable| syllable.initial()).collect());
            let mut full = String::new();
            rest.iter().for_each(|syllable| syllable.push_all(&mut full));
            keys.push(full);
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys.join(" ")
}

/// How a word of letters meets a name.
pub(super) struct Sound {
    /// The characters of the name that it stands for.
    pub characters: Range<usize>,
    /// It is the name from its beginning to its end.
    pub is_whole: bool,
}

/// The first place where the letters are initials or pinyin of the name.
pub(super) fn sounds_like(letters: &[char], name: &[char]) -> Option<Sound> {
    let word: String = letters.iter().collect();
    let readings = readings(name);
    let starts = (0..name.len().min(STARTS_MAX)).flat_map(|start| readings.iter().map(move |reading| (start, reading)));
    let mut met = starts.filter_map(|(start, reading)| {
        let length = met_by_initials(&word, &reading[start..]).or_else(|| met_in_full(&word, &reading[start..]))?;
        Some((start..start + length.0, start == 0 && length.0 == name.len() && length.1))
    });
    met.next().map(|(characters, is_whole)| Sound { characters, is_whole })
}

/// How many syllables the word stands for, and whether it says all of the last one.
fn met_by_initials(word: &str, rest: &[Syllable]) -> Option<(usize, bool)> {
    let length = word.chars().count();
    let fits = length <= rest.len() && word.chars().zip(rest).all(|(letter, syllable)| letter == syllable.initial());
    fits.then_some((length, true))
}

fn met_in_full(word: &str, rest: &[Syllable]) -> Option<(usize, bool)> {
    let mut said = String::new();
    for (index, syllable) in rest.iter().enumerate() {
        syllable.push_all(&mut said);
        if said.len() >= word.len() {
            return said.starts_with(word).then_some((index + 1, said.len() == word.len()));
        }
        if !word.starts_with(&said) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> String {
        pinyin_keys(&name.chars().collect::<Vec<_>>())
    }

    fn place(letters: &str, name: &str) -> Option<Range<usize>> {
        let characters = |text: &str| text.chars().collect::<Vec<_>>();
        sounds_like(&characters(letters), &characters(name)).map(|sound| sound.characters)
    }

    #[test]
    fn a_name_is_keyed_from_each_of_its_characters() {
        assert_eq!(keys("田翠英"), "cuiying cy tcy tiancuiying y ying");
    }

    #[test]
    fn a_surname_with_two_readings_is_keyed_by_both() {
        assert_eq!(keys("覃玉"), "qinyu qy tanyu ty y yu");
        assert_eq!(keys("吕华"), "h hua lh luhua lvhua");
    }

    #[test]
    fn letters_meet_a_name_by_initials_or_in_full() {
        for (letters, characters) in
            [("tcy", 0..3), ("cy", 1..3), ("tian", 0..1), ("tianc", 0..2), ("cuiying", 1..3), ("tiancuiying", 0..3)]
        {
            assert_eq!(place(letters, "田翠英"), Some(characters), "{letters}");
        }
        for letters in ["ty", "tiany", "tiancuiyingx", "x"] {
            assert_eq!(place(letters, "田翠英"), None, "{letters}");
        }
    }
}
