//! Passwords as people store them, and the user's password of a PDF from the owner's.

use hayro::hayro_syntax::content::UntypedIter;
use hayro::hayro_syntax::object::{Dict, Object, String as PdfString};
use md5::{Digest, Md5};
use unicode_normalization::UnicodeNormalization;

/// What short passwords are filled up with; ISO 32000-1, 7.6.3.3.
const FILLING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08, 0x2e,
    0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// The passwords to try on a PDF, in order and each once: as given; without what editors of Windows put into files;
/// with its letters composed, and decomposed; and those of the user that these give as the owner's.
pub(super) fn candidates(bytes: &[u8], given: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |password: String| {
        if !password.is_empty() && !all.contains(&password) {
            all.push(password);
        }
    };
    for password in given {
        let bare = password.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
        add(password.clone());
        add(bare.to_owned());
        add(bare.nfc().collect());
        add(bare.nfd().collect());
    }
    let encryption = if all.is_empty() { None } else { Encryption::of(bytes) };
    let from_owner: Vec<String> = match encryption {
        Some(encryption) => all.iter().filter_map(|owner| encryption.user_password(owner)).collect(),
        None => Vec::new(),
    };
    for password in from_owner {
        if !all.contains(&password) {
            all.push(password);
        }
    }
    all
}

/// What a PDF says of its encryption, revisions 2 to 4.
struct Encryption {
    revision: u32,
    /// Length of the key in bytes.
    key: usize,
    /// The entry O: the user's password under the owner's.
    owner: [u8; 32],
}

impl Encryption {
    fn of(bytes: &[u8]) -> Option<Encryption> {
        const NAME: &[u8] = b"/Encrypt";
        let at = bytes.windows(NAME.len()).rposition(|window| window == NAME)?;
        let rest = bytes[at + NAME.len()..].trim_ascii_start();
        let place = if rest.starts_with(b"<<") { rest } else { object(bytes, rest)? };
        // The reader of contents reads a bare dictionary as the operand of what follows it.
        let mut instructions = UntypedIter::new(place);
        let dict: Dict<'_> = instructions.next()?.operands().cloned().find_map(Object::into_dict)?;
        let revision = dict.get::<u32>("R").filter(|revision| (2..=4).contains(revision))?;
        let bits = dict.get::<u32>("Length").unwrap_or(if revision == 4 { 128 } else { 40 });
        let key = if revision == 2 { 5 } else { (bits as usize / 8).clamp(5, 16) };
        let owner = dict.get::<PdfString<'_>>("O")?;
        Some(Encryption { revision, key, owner: *owner.as_bytes().first_chunk()? })
    }

    /// The user's password, if this is the owner's; ISO 32000-1, algorithm 7. Any password gives something.
    fn user_password(&self, owner: &str) -> Option<String> {
        let filled: Vec<u8> = owner.bytes().chain(FILLING).take(32).collect();
        let mut hash = Md5::digest(&filled);
        if self.revision >= 3 {
            for _ in 0..50 {
                hash = Md5::digest(hash);
            }
        }
        let key = &hash[..self.key];
        let mut password = self.owner;
        let rounds = if self.revision >= 3 { 20 } else { 1 };
        for round in (0..rounds).rev() {
            let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
            rc4(&key, &mut password);
        }
        let length = (0..=32).find(|&length| password[length..] == FILLING[..32 - length])?;
        String::from_utf8(password[..length].to_vec()).ok()
    }
}

/// The object that `reference` (`12 0 R`) names.
fn object<'a>(bytes: &'a [u8], reference: &[u8]) -> Option<&'a [u8]> {
    let digits = reference.iter().position(|byte| !byte.is_ascii_digit())?;
    let number = &reference[..digits];
    let head = [number, b" 0 obj"].concat();
    let mut starts = bytes.windows(head.len()).enumerate().filter(|(_, window)| *window == head.as_slice());
    let is_whole = |at: usize| at == 0 || !bytes[at - 1].is_ascii_digit();
    let (at, _) = starts.rfind(|(at, _)| is_whole(*at))?;
    bytes.get(at + head.len()..)
}

fn rc4(key: &[u8], data: &mut [u8]) {
    let mut state: [u8; 256] = std::array::from_fn(|at| u8::try_from(at).unwrap_or(0));
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    for byte in data {
        i = i.wrapping_add(1);
        j = j.wrapping_add(state[usize::from(i)]);
        state.swap(usize::from(i), usize::from(j));
        *byte ^= state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_is_that_of_the_known_example() {
        let mut data = *b"Plaintext";
        rc4(b"Key", &mut data);
        assert_eq!(data, [0xbb, 0xf3, 0x16, 0xe8, 0xd9, 0x40, 0xaf, 0x0a, 0xd3]);
    }

    #[test]
    fn passwords_are_tried_as_people_store_them() {
        let given = ["\u{feff}bi\u{301}mật\r".to_owned()];
        let all = candidates(b"", &given);
        for form in ["bímật", "bi\u{301}ma\u{323}\u{302}t"] {
            assert!(all.iter().any(|password| password == form), "{all:?}");
        }
    }
}
