//! Help in Vietnamese. In English it is what stands beside the arguments, set by clap.

use clap::{Arg, ArgAction, Command};

use crate::words::{Language, Sentence, Words};

/// The command, its help in the language asked for.
pub(super) fn command(english: Command, language: Language) -> Command {
    let words = Words::of(language);
    match language {
        Language::English => narrowed(english, "vanthu"),
        Language::Vietnamese => {
            // What clap would add by itself it would add in English.
            let asked = english.disable_help_subcommand(true).disable_version_flag(true);
            let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
            spoken(asked.arg(version), words, &[])
        }
    }
}

/// The widest usage line that fits a terminal.
const WIDTH: usize = 80;

/// The same in English, with usage that fits a terminal; `name` is how it is typed.
fn narrowed(command: Command, name: &str) -> Command {
    // clap puts the name of the program in front when it parses; here it is not parsed yet.
    let line = command.clone().bin_name(name).render_usage().to_string();
    let line = line.trim_start_matches("Usage:").trim().to_owned();
    let command = if line.lines().count() == 1 && line.len() + "Usage: ".len() > WIDTH {
        command.override_usage(folded(&line, "Usage: "))
    } else {
        command
    };
    command.mut_subcommands(|below| {
        let name = format!("{name} {}", below.get_name());
        narrowed(below, &name)
    })
}

/// A usage line on several, where it is too wide behind its heading: an option and its value stay together.
fn folded(usage: &str, heading: &str) -> String {
    let indent = " ".repeat(heading.chars().count() + 2);
    let mut parts: Vec<String> = Vec::new();
    for word in usage.split(' ') {
        match parts.last_mut() {
            Some(option) if option.starts_with("--") && !option.contains(' ') && word.starts_with('<') => {
                *option += &format!(" {word}");
            }
            _ => parts.push(word.to_owned()),
        }
    }
    let (mut folded, mut width) = (String::new(), heading.chars().count());
    for part in parts {
        let own = part.chars().count();
        if width + 1 + own > WIDTH && !folded.is_empty() {
            folded += &format!("\n{indent}{part}");
            width = indent.len() + own;
        } else {
            let space = if folded.is_empty() { "" } else { " " };
            folded += &format!("{space}{part}");
            width += space.len() + own;
        }
    }
    folded
}

/// A command and those below it; `above` are the names on the way to it, without the program's.
fn spoken(command: Command, words: &Words, above: &[&str]) -> Command {
    let name = command.get_name().to_owned();
    let is_root = above.is_empty() && command.has_subcommands();
    let path = if is_root { Vec::new() } else { [above, &[name.as_str()]].concat() };
    let about = words.find(&Sentence::new(if is_root { "help".to_owned() } else { format!("help-{name}") }));
    let header = *command.get_styles().get_header();
    let heading = words.text("help-usage");
    let template = format!("{{about-with-newline}}\n{header}{heading}{header:#} {{usage}}\n\n{{all-args}}");
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let command = command.disable_help_flag(true).arg(help).mut_args(|arg| argument(arg, words, &name));
    let usage = folded(&usage(&command, words, &path), &format!("{heading} "));
    let command = match about {
        Some(about) => command.about(about.clone()).long_about(about),
        None => command,
    };
    command
        .help_template(template)
        .override_usage(usage)
        .subcommand_help_heading(words.text("help-commands"))
        .subcommand_value_name(words.text("help-value-COMMAND"))
        .mut_subcommands(|below| spoken(below, words, if is_root { &[] } else { &path }))
}

/// How a command is typed, as clap makes it of the arguments.
fn usage(command: &Command, words: &Words, path: &[&str]) -> String {
    let name = [&["vanthu"], path].concat().join(" ");
    // clap puts the name of the program in front when it parses; here it is not parsed yet.
    let mut named = command.clone().bin_name(name);
    let line = named.render_usage().to_string();
    let line = line.trim_start_matches("Usage:").trim();
    line.replace("[OPTIONS]", &format!("[{}]", words.text("help-value-OPTIONS")))
        .replace("<COMMAND>", &format!("<{}>", words.text("help-value-COMMAND")))
}

/// An argument of the command of that name.
fn argument(arg: Arg, words: &Words, command: &str) -> Arg {
    let id = arg.get_id().to_string();
    let say = |id: String| words.find(&Sentence::new(id));
    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
    let arg = arg.help_heading(words.text(heading));
    let text = say(format!("help-{command}-{id}")).or_else(|| say(format!("help-arg-{id}")));
    let Some(mut text) = text else { return arg };
    if !arg.get_action().takes_values() {
        return arg.help(text.clone()).long_help(text);
    }
    let names: Vec<String> = arg
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| say(format!("help-value-{}", name.replace('|', "-"))).unwrap_or_else(|| name.to_string()))
        .collect();
    let values: Vec<_> = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect();
    let mut long = text.clone();
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
        text += &format!(" [{}: {}]", words.text("help-values"), names.join(", "));
        long += &format!("\n\n{}:", words.text("help-values-long"));
        for name in names {
            long += &format!("\n- {name}: {}", say(format!("help-of-{id}-{name}")).unwrap_or_default());
        }
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !defaults.is_empty() {
        let default = format!("[{}: {}]", words.text("help-default"), defaults.join(", "));
        text += &format!(" {default}");
        long += &format!("\n\n{default}");
    }
    let arg = if names.is_empty() { arg } else { arg.value_names(names) };
    arg.help(text).long_help(long).hide_possible_values(true).hide_default_value(true)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Args;

    /// Every command, argument and value has its sentence, or its English would stand among the Vietnamese.
    #[test]
    fn help_is_in_vietnamese_throughout() {
        let words = Words::of(Language::Vietnamese);
        let has = |id: &str| words.find(&Sentence::new(id.to_owned())).is_some();
        let mut lacking = Vec::new();
        let root = Args::command();
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            let name = command.get_name();
            if name != "vanthu" && !has(&format!("help-{name}")) {
                lacking.push(format!("help-{name}"));
            }
            for arg in command.get_arguments() {
                let id = arg.get_id();
                if !has(&format!("help-{name}-{id}")) && !has(&format!("help-arg-{id}")) {
                    lacking.push(format!("help-{name}-{id} or help-arg-{id}"));
                }
                let values = arg.get_possible_values();
                let takes_values = arg.get_action().takes_values();
                for value in values.iter().filter(|_| takes_values) {
                    lacking.extend(Some(format!("help-of-{id}-{}", value.get_name())).filter(|id| !has(id)));
                }
                for value in arg.get_value_names().unwrap_or_default().iter().filter(|_| takes_values) {
                    let id = format!("help-value-{}", value.replace('|', "-"));
                    lacking.extend(Some(id).filter(|id| !has(id)));
                }
            }
        }
        assert!(lacking.is_empty(), "vi/help.ftl lacks {lacking:#?}");
    }

    #[test]
    fn usage_fits_a_terminal() {
        for language in [Language::English, Language::Vietnamese] {
            let mut root = command(Args::command(), language);
            root.build();
            for below in root.get_subcommands_mut() {
                let page = below.render_long_help().to_string();
                let usage = page.split_once("Usage: ").or_else(|| page.split_once("Cách dùng: "));
                let usage = usage.and_then(|(_, rest)| rest.split("\n\n").next()).unwrap_or_default();
                let whole = format!("Cách dùng: {usage}");
                let widest = whole.lines().map(|line| line.chars().count()).max();
                assert!(widest.is_some_and(|widest| widest <= WIDTH + 4), "{page}");
                if below.get_name() == "plan" {
                    assert!(whole.contains("\n") && whole.contains("--out <"), "{page}");
                }
            }
        }
    }

    #[test]
    fn help_has_no_english_headings() {
        let mut root = command(Args::command(), Language::Vietnamese);
        root.build();
        let mut pages = vec![root.render_long_help().to_string(), root.render_help().to_string()];
        for below in root.get_subcommands_mut() {
            pages.push(below.render_long_help().to_string());
        }
        for page in pages {
            for english in
                ["Usage", "Options", "Arguments", "Commands", "Print", "default:", "values:", "OPTIONS"]
            {
                assert!(!page.contains(english), "{english} in {page}");
            }
            assert!(page.contains("Cách dùng: vanthu"), "{page}");
        }
    }
}
