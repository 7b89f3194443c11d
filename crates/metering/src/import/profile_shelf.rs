//! The profiles at hand: those that come with the program, and the company's own. Of several with one name the highest
//! version counts, and a file that is no profile is put aside with its reason while all others stay in use.

use thiserror::Error;

use super::profile::{ImportProfile, ProfileError};
use super::shipped_profiles;

/// A profile is a page of text; a larger file is something else.
pub const PROFILE_BYTES_MAX: usize = 64 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileShelf {
    shelved: Vec<Shelved>,
    faulty: Vec<FaultyProfile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Shelved {
    profile: ImportProfile,
    /// The company's own file; none came with the program.
    file: Option<String>,
}

/// A file of the company's own that is not in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyProfile {
    pub file: String,
    /// From 1, where the fault has a place.
    pub line: Option<u32>,
    pub fault: ProfileFault,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProfileFault {
    #[error("the file cannot be opened: {detail}")]
    NotOpened { detail: String },
    #[error("the file is larger than {bytes_max} bytes, which no profile is")]
    TooLarge { bytes_max: usize },
    #[error("the file is no UTF-8 text; save it as UTF-8")]
    NotUtf8,
    #[error(transparent)]
    NoProfile(#[from] ProfileError),
    /// Two meanings under one name and version could not be told apart later.
    #[error("{name} {version} is not used because there is {name} {used}; raise the version above {used}")]
    Superseded { name: String, version: u32, used: u32 },
}

impl ProfileShelf {
    /// Only what comes with the program.
    pub fn shipped() -> ProfileShelf {
        let shelved = shipped_profiles().into_iter().map(|profile| Shelved { profile, file: None }).collect();
        ProfileShelf { shelved, faulty: Vec::new() }
    }

    /// Puts a file of the company's own on the shelf.
    pub fn add(&mut self, file: &str, bytes: &[u8]) {
        match read(bytes) {
            Ok(profile) => self.place(file, profile),
            Err((line, fault)) => self.faulty.push(FaultyProfile { file: file.to_owned(), line, fault }),
        }
    }

    /// A file that did not even get so far as to be read.
    pub fn set_aside(&mut self, file: &str, fault: ProfileFault) {
        self.faulty.push(FaultyProfile { file: file.to_owned(), line: None, fault });
    }

    /// The profiles in use, one a name, those of the program first.
    pub fn profiles(&self) -> impl Iterator<Item = &ImportProfile> {
        self.shelved.iter().map(|shelved| &shelved.profile)
    }

    pub fn is_own(&self, profile: &ImportProfile) -> bool {
        self.shelved.iter().any(|shelved| shelved.file.is_some() && shelved.profile.label() == profile.label())
    }

    pub fn faulty(&self) -> &[FaultyProfile] {
        &self.faulty
    }

    /// By its name, with or without its version.
    pub fn find(&self, name: &str) -> Option<&ImportProfile> {
        self.profiles().find(|profile| profile.name == name || profile.label() == name)
    }

    fn place(&mut self, file: &str, profile: ImportProfile) {
        let own = Shelved { profile, file: Some(file.to_owned()) };
        let Some(known) = self.shelved.iter_mut().find(|known| known.profile.name == own.profile.name) else {
            return self.shelved.push(own);
        };
        let used = known.profile.version.max(own.profile.version);
        let loser = if own.profile.version > known.profile.version { std::mem::replace(known, own) } else { own };
        let Shelved { profile: ImportProfile { name, version, .. }, file: Some(file) } = loser else { return };
        let fault = ProfileFault::Superseded { name, version, used };
        self.faulty.push(FaultyProfile { file, line: None, fault });
    }
}

fn read(bytes: &[u8]) -> Result<ImportProfile, (Option<u32>, ProfileFault)> {
    if bytes.len() > PROFILE_BYTES_MAX {
        return Err((None, ProfileFault::TooLarge { bytes_max: PROFILE_BYTES_MAX }));
    }
    // 记事本 begins a UTF-8 text with a mark.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|error| (Some(line_at(bytes, error.valid_up_to())), ProfileFault::NotUtf8))?;
    ImportProfile::parse(text).map_err(|error| {
        let line = match &error {
            ProfileError::Unreadable { line, .. } => *line,
            checked => line_of(text, checked.about()),
        };
        (line, error.into())
    })
}

/// The line, from 1, on which a byte lies.
pub(super) fn line_at(bytes: &[u8], at: usize) -> u32 {
    1 + bytes[..at.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count() as u32
}

/// The first line that begins with one of the words, or names it anywhere.
fn line_of(text: &str, words: &[&str]) -> Option<u32> {
    let numbered = || (1_u32..).zip(text.lines().map(str::trim_start)).filter(|(_, line)| !line.starts_with('#'));
    let begins = words.iter().find_map(|word| numbered().find(|(_, line)| line.starts_with(word)));
    let names = || words.iter().find_map(|word| numbered().find(|(_, line)| line.contains(word)));
    begins.or_else(names).map(|(line, _)| line)
}

impl ProfileFault {
    /// The stable name of the reason; the sentences belong to the screens.
    pub fn code(&self) -> &'static str {
        match self {
            ProfileFault::NotOpened { .. } => "not-opened",
            ProfileFault::TooLarge { .. } => "too-large",
            ProfileFault::NotUtf8 => "not-utf8",
            ProfileFault::NoProfile(error) => error.code(),
            ProfileFault::Superseded { .. } => "superseded",
        }
    }

    /// What the sentence names.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            ProfileFault::NotOpened { detail } => vec![("detail", detail.clone())],
            ProfileFault::TooLarge { bytes_max } => vec![("max", (bytes_max / 1024).to_string())],
            ProfileFault::NoProfile(ProfileError::Unreadable { detail, .. }) => vec![("detail", detail.clone())],
            ProfileFault::NotUtf8 | ProfileFault::NoProfile(_) => Vec::new(),
            ProfileFault::Superseded { name, version, used } => {
                vec![("name", name.clone()), ("version", version.to_string()), ("used", used.to_string())]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = include_str!("../../../../schema/import-profiles/jizhong-b.toml");

    fn own(change: &str, to: &str) -> String {
        assert!(OWN.contains(change), "{change}");
        OWN.replace(change, to)
    }

    fn told(shelf: &ProfileShelf) -> Vec<String> {
        let line = |line: Option<u32>| line.map(|line| line.to_string()).unwrap_or_default();
        let faulty = shelf.faulty().iter();
        faulty.map(|faulty| format!("{}:{} {}", faulty.file, line(faulty.line), faulty.fault.code())).collect()
    }

    #[test]
    fn an_own_profile_stands_beside_the_shipped_ones() {
        let mut shelf = ProfileShelf::shipped();
        shelf.add("a.toml", own("name = \"jizhong-b\"", "name = \"own\"").as_bytes());
        assert_eq!((shelf.profiles().count(), told(&shelf)), (5, vec![]));
        assert!(shelf.is_own(shelf.find("own").unwrap()) && !shelf.is_own(shelf.find("jizhong-b").unwrap()));
    }

    #[test]
    fn the_higher_version_of_a_name_wins_in_whatever_order_the_files_come() {
        let version = |version: u32| own("version = 1", &format!("version = {version}"));
        for order in [[2, 3], [3, 2]] {
            let mut shelf = ProfileShelf::shipped();
            for number in order {
                shelf.add(&format!("{number}.toml"), version(number).as_bytes());
            }
            assert_eq!(shelf.find("jizhong-b").unwrap().version, 3);
            assert!(shelf.is_own(shelf.find("jizhong-b 3").unwrap()) && shelf.find("jizhong-b 1").is_none());
            assert_eq!((shelf.profiles().count(), told(&shelf)), (4, vec!["2.toml: superseded".to_owned()]));
        }
    }

    #[test]
    fn the_shipped_meaning_of_a_version_cannot_be_changed() {
        let mut shelf = ProfileShelf::shipped();
        shelf.add("same.toml", own("null-tokens = [\"-1\"]", "null-tokens = [\"-9\"]").as_bytes());
        assert_eq!(shelf, ProfileShelf { faulty: shelf.faulty.clone(), ..ProfileShelf::shipped() });
        assert_eq!(told(&shelf), ["same.toml: superseded"]);
        assert!(shelf.faulty()[0].fault.to_string().contains("raise the version above 1"));
    }

    #[test]
    fn a_bad_file_is_told_with_its_line_and_stops_no_other() {
        let mut shelf = ProfileShelf::shipped();
        shelf.add("syntax.toml", own("version = 1", "version 1").as_bytes());
        shelf.add("word.toml", own("decimals = 4", "decimals = 4\nround = true").as_bytes());
        shelf.add("rates.toml", own("\"active-valley\", ", "").as_bytes());
        shelf.add("gbk.toml", &encoding_rs::GB18030.encode(OWN).0);
        shelf.add("huge.toml", &vec![b'#'; PROFILE_BYTES_MAX + 1]);
        shelf.add(
            "good.toml",
            [b"\xEF\xBB\xBF", own("name = \"jizhong-b\"", "name = \"good\"").as_bytes()].concat().as_slice(),
        );
        let expected = [
            "syntax.toml:3 unreadable",
            "word.toml:26 unreadable",
            "rates.toml:28 rate-order",
            "gbk.toml:1 not-utf8",
            "huge.toml: too-large",
        ];
        assert_eq!(told(&shelf), expected);
        assert!(shelf.faulty()[1].fault.to_string().contains("round"), "{:?}", shelf.faulty()[1]);
        assert!(shelf.find("good").is_some());
    }
}
