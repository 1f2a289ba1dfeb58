//! Help in Vietnamese. In English it is what stands beside the arguments, set by clap.

use clap::{Arg, ArgAction, Command};

use crate::words::{Language, Sentence, Words};

/// The command, its help in the language asked for.
pub(super) fn command(english: Command, language: Language) -> Command {
    let words = Words::of(language);
    match language {
        Language::English => english.mut_subcommands(|below| {
            let mut named = below.clone().bin_name(format!("vanthu {}", below.get_name()));
            let line = named.render_usage().to_string();
            let line = line.trim_start_matches("Usage:").trim();
            let lines = wrapped(line, "Usage: ".len());
            // What clap makes by itself is coloured on a terminal.
            if lines == line { below } else { below.override_usage(lines) }
        }),
        Language::Vietnamese => {
            // What clap would add by itself it would add in English.
            let asked = english.disable_help_subcommand(true).disable_version_flag(true);
            let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
            spoken(asked.arg(version), words, &[])
        }
    }
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
    let usage = usage(&command, words, &path);
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

/// A line of usage in lines of at most 80 columns, all but the first indented; `label` is how many columns stand before it.
fn wrapped(usage: &str, label: usize) -> String {
    const WIDTH: usize = 80;
    let mut lines = String::new();
    let mut column = label;
    let mut words = usage.split(' ').peekable();
    while let Some(word) = words.next() {
        // An option and its value stay together.
        let value = words.next_if(|next| word.starts_with("--") && next.starts_with('<'));
        let part = value.map_or_else(|| word.to_owned(), |value| format!("{word} {value}"));
        let length = part.chars().count();
        if column + 1 + length > WIDTH {
            lines += &format!("\n{}", " ".repeat(label + 2));
            column = label + 2;
        } else if !lines.is_empty() {
            lines.push(' ');
            column += 1;
        }
        lines += &part;
        column += length;
    }
    lines
}

/// How a command is typed, as clap makes it of the arguments.
fn usage(command: &Command, words: &Words, path: &[&str]) -> String {
    let name = [&["vanthu"], path].concat().join(" ");
    // clap puts the name of the program in front when it parses; here it is not parsed yet.
    let mut named = command.clone().bin_name(name);
    let line = named.render_usage().to_string();
    let line = line.trim_start_matches("Usage:").trim();
    let line = line
        .replace("[OPTIONS]", &format!("[{}]", words.text("help-value-OPTIONS")))
        .replace("<COMMAND>", &format!("<{}>", words.text("help-value-COMMAND")));
    wrapped(&line, words.text("help-usage").chars().count() + 1)
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
    fn no_line_is_wider_than_a_terminal() {
        for language in [Language::English, Language::Vietnamese] {
            let mut root = command(Args::command(), language).term_width(80);
            root.build();
            for below in root.get_subcommands_mut() {
                let page = below.clone().term_width(80).render_long_help().to_string();
                let wide: Vec<&str> = page.lines().filter(|line| line.chars().count() > 80).collect();
                assert!(wide.is_empty(), "{wide:#?}");
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
