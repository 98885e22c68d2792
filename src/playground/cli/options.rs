//! The options of a command: which there are, how many words each takes, and how words are shared out among them.

use super::error::Program;
use super::verbs::Verb;
use super::{CliError, python};
use crate::model::api::operations::Operation;
use crate::model::api::shapes::{Member, Shape};

/// An option that is no member of the request.
#[derive(Debug)]
pub struct Extra {
    pub name: &'static str,
    pub takes: Takes,
    pub doc: &'static str,
    /// The values a completion offers.
    pub choices: &'static [&'static str],
}

/// How many words follow an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    /// A word is welcome, but not needed.
    Maybe,
    One,
    Many,
}

/// An option as the line has it.
#[derive(Clone, Debug)]
pub struct Given {
    pub kind: OptionKind,
    /// Without its dashes, as typed.
    pub name: String,
    pub words: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
pub enum OptionKind {
    /// A member of the request; `negated` for `--no-member`.
    Member {
        member: &'static Member,
        negated: bool,
    },
    Extra(&'static Extra),
}

const fn extra(name: &'static str, takes: Takes, doc: &'static str) -> Extra {
    Extra { name, takes, doc, choices: &[] }
}

/// How an answer is printed.
static PRINTING: &[Extra] = &[
    Extra {
        name: "output",
        takes: Takes::One,
        doc: "How the answer is printed.",
        choices: &["json", "text", "table", "yaml"],
    },
    extra("query", Takes::One, "JMESPath expression that picks what is printed."),
];

/// The other options every `aws` command takes. Those about network, credentials and paging through a pager change
/// nothing here.
static REST: &[Extra] = &[
    extra("region", Takes::One, "Accepted; the playground has one Region."),
    extra("profile", Takes::One, "Accepted without effect."),
    extra("endpoint-url", Takes::One, "Accepted without effect."),
    extra("color", Takes::One, "Accepted without effect."),
    extra("ca-bundle", Takes::One, "Accepted without effect."),
    extra("cli-read-timeout", Takes::One, "Accepted without effect."),
    extra("cli-connect-timeout", Takes::One, "Accepted without effect."),
    extra("cli-binary-format", Takes::One, "Accepted without effect."),
    extra("debug", Takes::Nothing, "Accepted without effect."),
    extra("no-verify-ssl", Takes::Nothing, "Accepted without effect."),
    extra("no-sign-request", Takes::Nothing, "Accepted without effect."),
    extra("no-cli-pager", Takes::Nothing, "Accepted without effect."),
    extra("cli-auto-prompt", Takes::Nothing, "Accepted without effect."),
    extra("no-cli-auto-prompt", Takes::Nothing, "Accepted without effect."),
    extra("no-paginate", Takes::Nothing, "Ask for the first page only."),
];

/// Options of every operation.
pub static INPUTS: &[Extra] = &[
    extra(
        "cli-input-json",
        Takes::One,
        "The request as JSON, or file://NAME; other options override its members.",
    ),
    Extra {
        name: "generate-cli-skeleton",
        takes: Takes::Maybe,
        doc: "Print a request with all members, and send nothing.",
        choices: &["input"],
    },
];

/// Options of operations that answer in pages.
pub static PAGING: &[Extra] = &[
    extra("starting-token", Takes::One, "NextToken of an earlier answer, to go on from there."),
    extra("page-size", Takes::One, "Entries per request."),
    extra("max-items", Takes::One, "Entries in the answer altogether."),
];

/// Options every `aws` command takes.
pub static GLOBALS: &[&[Extra]] = &[PRINTING, REST];
static SINGLE_EXTRAS: &[&[Extra]] = &[INPUTS, PRINTING, REST];
static PAGED_EXTRAS: &[&[Extra]] = &[INPUTS, PAGING, PRINTING, REST];
static VERB_EXTRAS: &[&[Extra]] = &[PRINTING];

/// What a command takes besides words.
#[derive(Clone, Copy)]
pub struct OptionTable {
    pub program: Program,
    pub input: &'static Shape,
    pub extras: &'static [&'static [Extra]],
}

impl OptionTable {
    pub fn of_operation(operation: &Operation) -> Self {
        let extras = if operation.paginated.is_some() { PAGED_EXTRAS } else { SINGLE_EXTRAS };
        Self { program: Program::Aws, input: operation.input, extras }
    }

    /// Only the options that may stand in front of a command's name.
    pub fn of_globals() -> Self {
        static NO_MEMBERS: Shape = Shape::Structure { members: &[] };
        Self { program: Program::Aws, input: &NO_MEMBERS, extras: GLOBALS }
    }

    pub fn of_verb(verb: &Verb) -> Self {
        let extras = if verb.answers { VERB_EXTRAS } else { &[] };
        Self { program: Program::Playground, input: verb.input, extras }
    }

    pub fn extras(self) -> impl Iterator<Item = &'static Extra> {
        self.extras.iter().flat_map(|extras| extras.iter())
    }

    /// The option of that name, without dashes.
    pub fn find(self, name: &str) -> Option<OptionKind> {
        for member in self.input.members() {
            let option = option_name(member.name);
            if option == name {
                return Some(OptionKind::Member { member, negated: false });
            }
            if matches!(member.shape, Shape::Boolean) && name.strip_prefix("no-") == Some(&option) {
                return Some(OptionKind::Member { member, negated: true });
            }
        }
        self.extras().find(|extra| extra.name == name).map(OptionKind::Extra)
    }
}

impl OptionKind {
    pub fn takes(self) -> Takes {
        match self {
            OptionKind::Extra(extra) => extra.takes,
            OptionKind::Member { member, .. } => match member.shape {
                Shape::Boolean => Takes::Nothing,
                Shape::List { .. } => Takes::Many,
                _ => Takes::One,
            },
        }
    }
}

/// `enableECSManagedTags` becomes `enable-ecs-managed-tags`.
pub fn option_name(member: &str) -> String {
    let letters: Vec<char> = member.chars().collect();
    let mut out = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let after_lower = index > 0 && !letters[index - 1].is_ascii_uppercase();
        let starts_word = index > 0 && letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && (after_lower || starts_word) {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// Shares the words out among the options; words that belong to none come second.
pub fn read_options(table: OptionTable, words: &[&str]) -> Result<(Vec<Given>, Vec<String>), CliError> {
    let mut given = Vec::new();
    let mut free = Vec::new();
    let mut unknown = Vec::new();
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        if !is_option(word) {
            free.push(word.to_string());
            continue;
        }
        let (name, attached) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (*word, None),
        };
        let Some(kind) = name.strip_prefix("--").and_then(|name| table.find(name)) else {
            unknown.push(*word);
            continue;
        };
        let takes = kind.takes();
        let words = words_of(table.program, name, takes, attached, &mut rest)?;
        given.push(Given { kind, name: name[2..].to_string(), words });
    }
    if !unknown.is_empty() {
        unknown.extend(free.iter().map(String::as_str));
        return Err(CliError::unknown_options(table.program, &unknown));
    }
    Ok((given, free))
}

fn words_of(
    program: Program,
    name: &str,
    takes: Takes,
    attached: Option<&str>,
    rest: &mut &[&str],
) -> Result<Vec<String>, CliError> {
    if let Some(value) = attached {
        if takes == Takes::Nothing {
            return Err(CliError::usage(
                program,
                &format!("argument {name}: ignored explicit argument '{value}'"),
            ));
        }
        return Ok(vec![value.to_string()]);
    }
    let most = match takes {
        Takes::Nothing => 0,
        Takes::Maybe | Takes::One => 1,
        Takes::Many => usize::MAX,
    };
    let count = rest.iter().take(most).take_while(|word| !is_option(word)).count();
    if takes == Takes::One && count == 0 {
        return Err(CliError::usage(program, &format!("argument {name}: expected one argument")));
    }
    let (own, others) = rest.split_at(count);
    *rest = others;
    Ok(own.iter().map(|word| word.to_string()).collect())
}

/// A word with a dash in front, unless it is a number or, holding spaces, plainly a text.
pub fn is_option(word: &str) -> bool {
    let Some(body) = word.strip_prefix('-') else { return false };
    !body.is_empty()
        && python::number(body).is_none()
        && (!word.contains(char::is_whitespace) || word.contains('='))
}
