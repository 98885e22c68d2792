//! Simple commands, understood without running them.

use super::{HealthPlan, ImageBehaviour, Then};

/// What a command comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    RunsOn,
    Exits { code: i32, after_millis: u32 },
}

impl Outcome {
    /// The behaviour of a container of `image` that runs such a command. As process 1 it gets no default
    /// action for SIGTERM, so it is deaf to it.
    pub fn run_in(self, image: ImageBehaviour) -> ImageBehaviour {
        let then = match self {
            Self::RunsOn => Then::Run,
            Self::Exits { code, after_millis } => Then::Exit { code, after_millis },
        };
        ImageBehaviour {
            boot_millis: 0,
            then,
            health: HealthPlan::Healthy,
            stop_millis: None,
            cpu_percent: 0,
            memory_mib: 1,
            ..image
        }
    }
}

/// What a command line comes to, if it is a simple one: `sleep 30`, `true`, `tail -f /dev/null`,
/// `sh -c "sleep 5; exit 3"` and the like. None if it is anything else.
pub fn understand(words: &[&str]) -> Option<Outcome> {
    let (program, arguments) = words.split_first()?;
    let name = program.rsplit('/').next().unwrap_or(program);
    if matches!(name, "sh" | "bash" | "ash" | "dash") {
        let (flags, rest) = arguments.split_first()?;
        let runs_script = flags.starts_with('-') && flags.ends_with('c');
        return runs_script.then(|| script(rest.first()?)).flatten();
    }
    // A whole line in one word is what people write when they forget that this is no shell.
    if arguments.is_empty() && program.contains(' ') {
        return script(program);
    }
    match step(name, arguments)? {
        Step::Forever => Some(Outcome::RunsOn),
        Step::Done { code, millis } | Step::Exit { code, millis } => {
            Some(Outcome::Exits { code, after_millis: millis })
        }
    }
}

/// What one statement comes to.
enum Step {
    Done {
        code: i32,
        millis: u32,
    },
    /// The script ends here.
    Exit {
        code: i32,
        millis: u32,
    },
    Forever,
}

/// Statements one after the other. `&&` goes on after success, `||` after failure, `;` always.
fn script(text: &str) -> Option<Outcome> {
    if ["while true", "while :", "while sleep"].iter().any(|endless| text.trim_start().starts_with(endless)) {
        return Some(Outcome::RunsOn);
    }
    let (mut code, mut after_millis) = (0, 0_u32);
    for (joint, statement) in statements(text) {
        let skipped = (joint == Joint::And && code != 0) || (joint == Joint::Or && code == 0);
        let mut words = statement.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
        let Some(first) = words.find(|word| *word != "exec") else { continue };
        let rest: Vec<&str> = words.collect();
        if skipped {
            continue;
        }
        match step(first.rsplit('/').next().unwrap_or(first), &rest)? {
            Step::Forever => return Some(Outcome::RunsOn),
            Step::Done { code: ended, millis } => {
                code = ended;
                after_millis = after_millis.saturating_add(millis);
            }
            Step::Exit { code, .. } => return Some(Outcome::Exits { code, after_millis }),
        }
    }
    Some(Outcome::Exits { code, after_millis })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Always,
    And,
    Or,
}

fn statements(text: &str) -> Vec<(Joint, &str)> {
    let mut found = Vec::new();
    let (mut joint, mut rest) = (Joint::Always, text);
    loop {
        let ends = [("&&", Joint::And), ("||", Joint::Or), (";", Joint::Always), ("\n", Joint::Always)];
        let next = ends.iter().filter_map(|(mark, after)| Some((rest.find(mark)?, mark.len(), *after)));
        let Some((at, length, after)) = next.min_by_key(|(at, ..)| *at) else { break };
        found.push((joint, &rest[..at]));
        (joint, rest) = (after, &rest[at + length..]);
    }
    found.push((joint, rest));
    found
}

fn step(name: &str, arguments: &[&str]) -> Option<Step> {
    let done = |code| Some(Step::Done { code, millis: 0 });
    match name {
        "true" | ":" | "echo" | "printf" | "date" | "hostname" => done(0),
        "false" => done(1),
        "exit" => {
            let code: i32 = arguments.first().map_or(Some(0), |code| code.parse().ok())?;
            // The kernel keeps eight bits.
            Some(Step::Exit { code: code & 0xff, millis: 0 })
        }
        "sleep" if arguments.first() == Some(&"infinity") => Some(Step::Forever),
        "sleep" => {
            let millis = arguments.iter().map(|word| duration_millis(word)).sum::<Option<u32>>()?;
            Some(Step::Done { code: 0, millis })
        }
        "tail" if arguments.iter().any(|word| matches!(*word, "-f" | "-F")) => Some(Step::Forever),
        _ => None,
    }
}

/// `30`, `0.5`, `10s`, `5m`, `2h` or `1d`, in milliseconds. Longer than seven weeks counts as that.
fn duration_millis(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(['s', 'm', 'h', 'd']);
    let unit: u64 = match &word[digits.len()..] {
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u64 = if whole.is_empty() && !fraction.is_empty() { 0 } else { whole.parse().ok()? };
    let millis = whole.saturating_mul(unit).saturating_add(thousandths.parse::<u64>().ok()? * unit / 1_000);
    Some(u32::try_from(millis).unwrap_or(u32::MAX))
}
