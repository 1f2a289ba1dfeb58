//! What clap finds wrong with the arguments, as a sentence in the language of whoever typed them.

use std::num::{IntErrorKind, ParseFloatError, ParseIntError};
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args_batch::SHARD_FORM;
use super::messages;
use crate::error::ExitCode;
use crate::words::{Language, Sentence, Words, quoted};

/// Prints help, version, or what is wrong; gives the exit code.
pub(super) fn print(error: &clap::Error, words: &Words) -> ExitCode {
    let wrong = error.use_stderr();
    // Help is in the right language already, and in English clap complains itself.
    let help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if words.language() == Language::English || !wrong || help {
        // A terminal that went away needs no help.
        let _ = error.print();
        if let Some(hint) = hint(error, words) {
            messages::hint(&hint);
        }
    } else {
        messages::note(&complaint(error, words));
    }
    if wrong { ExitCode::Usage } else { ExitCode::Done }
}

fn complaint(error: &clap::Error, words: &Words) -> String {
    let said = sentence(error).map_or_else(
        // What has no sentence is said by clap: its first line, without its label.
        || {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            first.strip_prefix("error: ").unwrap_or(first).to_owned()
        },
        |sentence| words.say(&sentence),
    );
    let said = match refusal(error) {
        Some(why) => format!("{said}: {}", words.say(&why)),
        None => said,
    };
    let mut text = words.say(&Sentence::new("label-error").with("sentence", said));
    for (kind, id) in [
        (ContextKind::ValidValue, "usage-valid-values"),
        (ContextKind::ValidSubcommand, "usage-commands"),
        (ContextKind::SuggestedValue, "usage-similar"),
        (ContextKind::SuggestedArg, "usage-similar"),
        (ContextKind::SuggestedSubcommand, "usage-similar"),
    ] {
        if let Some(list) = context(error, kind).filter(|list| !list.is_empty()) {
            text += "\n  ";
            text += &words.say(&Sentence::new(id).with("list", list));
        }
    }
    if let Some(usage) = context(error, ContextKind::Usage) {
        let usage = usage.trim_start_matches("Usage:").trim();
        text += "\n\n";
        text += &words.say(&Sentence::new("usage-line").with("usage", usage.to_owned()));
    }
    text += "\n\n";
    text += &words.text("usage-more");
    if let Some(hint) = hint(error, words) {
        text += "\n";
        text += &words.say(&Sentence::new("label-hint").with("sentence", hint));
    }
    text
}

/// What to type where a file or a folder stands in the place of a command, or where none is taken.
fn hint(error: &clap::Error, words: &Words) -> Option<String> {
    let named = match error.kind() {
        ErrorKind::InvalidSubcommand => context(error, ContextKind::InvalidSubcommand)?,
        ErrorKind::UnknownArgument => context(error, ContextKind::InvalidArg)?,
        _ => return None,
    };
    let path = Path::new(&named);
    let is_path =
        !named.starts_with('-') && (path.extension().is_some() || named.contains('/') || path.exists());
    is_path.then(|| words.say(&Sentence::new("usage-read").with("path", quoted(path))))
}

/// The kinds that arguments of this program can meet.
fn sentence(error: &clap::Error) -> Option<Sentence<'_>> {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let command = context(error, ContextKind::InvalidSubcommand);
    Some(match error.kind() {
        ErrorKind::InvalidValue if value.as_deref() == Some("") => {
            Sentence::new("usage-no-value").with("argument", argument?)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Sentence::new("usage-invalid-value").with("value", value?).with("argument", argument?)
        }
        ErrorKind::UnknownArgument => Sentence::new("usage-unknown-argument").with("argument", argument?),
        ErrorKind::InvalidSubcommand => Sentence::new("usage-unknown-command").with("command", command?),
        ErrorKind::ArgumentConflict => match context(error, ContextKind::PriorArg) {
            Some(other) if Some(&other) != argument.as_ref() => {
                Sentence::new("usage-conflict").with("argument", argument?).with("other", other)
            }
            _ => Sentence::new("usage-twice").with("argument", argument?),
        },
        ErrorKind::MissingRequiredArgument => Sentence::new("usage-missing").with("list", argument?),
        ErrorKind::MissingSubcommand => Sentence::new("usage-no-command"),
        ErrorKind::TooManyValues => {
            Sentence::new("usage-too-many").with("value", value?).with("argument", argument?)
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Sentence::new("usage-too-few").with("argument", argument?)
        }
        ErrorKind::InvalidUtf8 => Sentence::new("usage-not-text"),
        _ => return None,
    })
}

/// Why a value is refused, where it is more than none of a list.
fn refusal(error: &clap::Error) -> Option<Sentence<'static>> {
    let source = std::error::Error::source(error)?;
    if let Some(number) = source.downcast_ref::<ParseIntError>() {
        return Some(Sentence::new(match number.kind() {
            IntErrorKind::PosOverflow => "usage-why-large",
            IntErrorKind::NegOverflow => "usage-why-small",
            IntErrorKind::Zero => "usage-why-zero",
            _ => "usage-why-whole",
        }));
    }
    if source.downcast_ref::<ParseFloatError>().is_some() {
        return Some(Sentence::new("usage-why-number"));
    }
    let said = source.to_string();
    if said == SHARD_FORM {
        return Some(Sentence::new("usage-why-shard"));
    }
    // "0 is not in 1..=16", without an end "0 is not in 1..".
    let (from, to) = said.split_once(" is not in ")?.1.split_once("..")?;
    let to = to.trim_start_matches('=');
    let is_open = to.is_empty() || to.parse() == Ok(u64::MAX) || to.parse() == Ok(u32::MAX);
    let from = from.to_owned();
    Some(if is_open {
        Sentence::new("usage-why-least").with("from", from)
    } else {
        Sentence::new("usage-why-range").with("from", from).with("to", to.to_owned())
    })
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => {
            Some(texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Args;
    use crate::cli::help;

    #[test]
    fn a_file_in_the_place_of_a_command_is_to_be_read() {
        for language in [Language::English, Language::Vietnamese] {
            let words = Words::of(language);
            for (typed, named) in [
                ("vanthu scan.pdf", Some("`vanthu read scan.pdf`")),
                ("vanthu --quiet scans/2031 --table", Some("`vanthu read scans/2031`")),
                ("vanthu doctor ./scans", Some("`vanthu read ./scans`")),
                ("vanthu raed a.pdf", None),
                ("vanthu read --tabel a.pdf", None),
            ] {
                let mut command = help::command(Args::command(), language);
                let error = command.try_get_matches_from_mut(typed.split(' ')).unwrap_err();
                let hint = hint(&error, words);
                assert_eq!(hint.is_some(), named.is_some(), "{typed}: {hint:?}");
                assert!(named.is_none_or(|named| hint.unwrap().contains(named)), "{typed}");
            }
        }
    }

    #[test]
    fn complaints_are_in_vietnamese() {
        let words = Words::of(Language::Vietnamese);
        for (typed, said) in [
            ("vanthu read", "lỗi: thiếu tham số bắt buộc: <TỆP|THƯ-MỤC>...\n"),
            (
                "vanthu read --page-timeout 0 a.pdf",
                "lỗi: giá trị '0' không hợp lệ cho '--page-timeout <GIÂY>': phải từ 1 trở lên\n",
            ),
            (
                "vanthu read --document 0 a.pdf",
                "lỗi: giá trị '0' không hợp lệ cho '--document <SỐ>': phải lớn hơn 0\n",
            ),
            (
                "vanthu read --max-pixels nhiều a.pdf",
                "lỗi: giá trị 'nhiều' không hợp lệ cho '--max-pixels <SỐ>': phải là số nguyên\n",
            ),
            (
                "vanthu evaluate --floor cao a",
                "lỗi: giá trị 'cao' không hợp lệ cho '--floor <TỶ-LỆ>': phải là một số, dấu thập phân là dấu chấm\n",
            ),
            (
                "vanthu batch a --out b --shard 5/4",
                "lỗi: giá trị '5/4' không hợp lệ cho '--shard <PHẦN>': viết SỐ/TỔNG-SỐ-PHẦN, từ 1 đến tổng số phần, ví dụ 3/16\n",
            ),
            (
                "vanthu read --text-layer maybe a.pdf",
                "lỗi: giá trị 'maybe' không hợp lệ cho '--text-layer <CÁCH>'\n  các giá trị hợp lệ: judge, ignore, only\n",
            ),
            ("vanthu read --tabel a.pdf", "lỗi: không có tùy chọn '--tabel'\n  có phải muốn gõ: --table"),
            ("vanthu raed a.pdf", "lỗi: không có lệnh 'raed'\n  có phải muốn gõ: read"),
            ("vanthu read --json --table a.pdf", "lỗi: không dùng '--json' cùng với '--table'\n"),
            ("vanthu read --jobs", "lỗi: '--jobs <SỐ>' cần có giá trị\n"),
        ] {
            let mut command = help::command(Args::command(), Language::Vietnamese);
            let error = command.try_get_matches_from_mut(typed.split(' ')).unwrap_err();
            let text = complaint(&error, words);
            assert!(text.starts_with(said), "{typed}: {text}");
            assert!(text.ends_with(&words.text("usage-more")), "{text}");
            assert!(!text.contains("Usage"), "{text}");
        }
    }
}
