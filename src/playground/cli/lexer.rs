//! Splits a line into words as a POSIX shell does, without its expansions.

use super::CliError;

/// A word after quoting is undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// Where it starts and ends in the line, in bytes.
    pub start: usize,
    pub end: usize,
}

/// The words of a line. Quotes, backslashes, line continuations and comments work as in a shell; `$`, `*` and braces
/// stand for themselves. Operators such as `|` and open quotes are errors with their column, counted from 1.
pub fn words(line: &str) -> Result<Vec<Word>, CliError> {
    let (words, problem) = lex(line);
    match problem {
        None => Ok(words),
        Some(problem) => Err(CliError::shell(format!("{} (column {})", problem.message, problem.column))),
    }
}

/// As far as it goes: for completion, where the last quote is often still open.
pub fn words_so_far(line: &str) -> Vec<Word> {
    lex(line).0
}

const UNCLOSED: &str = "no closing quotation";

/// An open quote, or a backslash at the end: the next line belongs to this one, as in a shell.
pub fn goes_on(line: &str) -> bool {
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    backslashes % 2 == 1 || lex(line).1.is_some_and(|problem| problem.message == UNCLOSED)
}

struct Problem {
    message: String,
    column: usize,
}

struct Lexer<'a> {
    line: &'a str,
    at: usize,
    word: Option<Word>,
    words: Vec<Word>,
}

fn lex(line: &str) -> (Vec<Word>, Option<Problem>) {
    let mut lexer = Lexer { line, at: 0, word: None, words: Vec::new() };
    let problem = lexer.run().err();
    lexer.finish_word();
    (lexer.words, problem)
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), Problem> {
        while let Some(next) = self.peek() {
            match next {
                '\'' => self.single_quoted()?,
                '"' => self.double_quoted()?,
                '\\' => self.backslash(),
                '#' if self.word.is_none() => self.comment(),
                '|' | '&' | ';' | '<' | '>' | '`' => {
                    return Err(self.problem(self.at, format!("syntax error near unexpected token `{next}'")));
                }
                _ if next.is_whitespace() => {
                    self.finish_word();
                    self.bump();
                }
                _ => self.take(next),
            }
        }
        Ok(())
    }

    fn peek(&self) -> Option<char> {
        self.line[self.at..].chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// The word being read; an empty quote makes one too.
    fn word(&mut self) -> &mut Word {
        let start = self.at;
        self.word.get_or_insert_with(|| Word { text: String::new(), start, end: start })
    }

    fn take(&mut self, next: char) {
        self.word().text.push(next);
        self.bump();
    }

    fn finish_word(&mut self) {
        if let Some(mut word) = self.word.take() {
            word.end = self.at;
            self.words.push(word);
        }
    }

    fn single_quoted(&mut self) -> Result<(), Problem> {
        let open = self.at;
        self.word();
        self.bump();
        while let Some(next) = self.peek() {
            if next == '\'' {
                self.bump();
                return Ok(());
            }
            self.take(next);
        }
        Err(self.problem(open, UNCLOSED.into()))
    }

    fn double_quoted(&mut self) -> Result<(), Problem> {
        let open = self.at;
        self.word();
        self.bump();
        while let Some(next) = self.bump() {
            match (next, self.peek()) {
                ('"', _) => return Ok(()),
                ('\\', Some('\n')) => drop(self.bump()),
                ('\\', Some(escaped @ ('"' | '\\' | '$' | '`'))) => self.take(escaped),
                _ => self.word().text.push(next),
            }
        }
        Err(self.problem(open, UNCLOSED.into()))
    }

    fn backslash(&mut self) {
        let start = self.at;
        self.bump();
        match self.peek() {
            Some('\n') => drop(self.bump()),
            Some(next) => {
                self.take(next);
                if let Some(word) = &mut self.word {
                    word.start = word.start.min(start);
                }
            }
            None => self.word().text.push('\\'),
        }
    }

    fn comment(&mut self) {
        while self.peek().is_some_and(|next| next != '\n') {
            self.bump();
        }
    }

    fn problem(&self, at: usize, message: String) -> Problem {
        Problem { message, column: self.line[..at].chars().count() + 1 }
    }
}
