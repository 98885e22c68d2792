//! `--output table`: boxes inside boxes.
//!
//! Each structure is a section: a title, a row of member names, a row of values. Lists and structures inside follow as
//! sections one level deeper. A table wider than the terminal turns its single rows upright.

use super::python;
use crate::model::kernel::order;
use serde_json::{Map, Value};

/// The width beyond which the AWS CLI turns rows upright when it knows of no terminal.
const TERMINAL_WIDTH: usize = 80;

/// Two spaces on each side of a cell.
const PADDING: usize = 4;

/// The value as the AWS CLI's table output, the operation's name on top; nothing for an empty value.
pub fn table(title: &str, value: &Value) -> String {
    let mut sections = Sections(Vec::new());
    sections.add(Some(title), value, 0);
    let Sections(mut sections) = sections;
    if sections.is_empty() {
        return String::new();
    }
    if width(&sections) > TERMINAL_WIDTH {
        sections.iter_mut().for_each(Section::turn_upright);
    }
    let width = width(&sections);
    let mut out = "-".repeat(width) + "\n";
    sections.iter().for_each(|section| section.render(&mut out, width));
    out
}

#[derive(Default)]
struct Section {
    title: String,
    level: usize,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

struct Sections(Vec<Section>);

fn width(sections: &[Section]) -> usize {
    sections.iter().map(Section::width).max().unwrap_or(0)
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(entries) => entries.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

/// The members of the structures, in alphabetical order: first those that are scalars, then the others.
fn member_names<'a>(
    structures: impl Iterator<Item = &'a Map<String, Value>>,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut scalars, mut others) = (Vec::new(), Vec::new());
    for (name, value) in structures.flatten() {
        if is_scalar(value) { scalars.push(name.as_str()) } else { others.push(name.as_str()) }
    }
    for names in [&mut scalars, &mut others] {
        order::sort_by(names, Ord::cmp);
        names.dedup();
    }
    (scalars, others)
}

impl Sections {
    fn begin(&mut self, title: &str, level: usize) {
        self.0.push(Section { title: title.to_string(), level, ..Section::default() });
    }

    /// The section under way; a list without a title begins one of its own.
    fn last(&mut self) -> &mut Section {
        if self.0.is_empty() {
            self.begin("", 0);
        }
        self.0.last_mut().expect("a section was begun above")
    }

    fn add(&mut self, title: Option<&str>, value: &Value, level: usize) {
        if is_empty(value) {
            return;
        }
        if let Some(title) = title {
            self.begin(title, level);
        }
        match value {
            Value::Object(members) => self.structure(members, level),
            Value::Array(entries) if entries[0].is_object() => self.structures(title, entries, level),
            Value::Array(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            // The AWS CLI shows no more than the title of a lone scalar.
            _ => {}
        }
    }

    /// Adds a row; one that does not fit the rows above begins a section, where the AWS CLI would give up.
    fn row(&mut self, level: usize, cells: Vec<String>) {
        let fits = self.last().columns().len() == cells.len() || self.last().is_bare();
        if !fits {
            self.begin("", level);
        }
        self.last().rows.push(cells);
    }

    fn entry(&mut self, entry: &Value) {
        match entry {
            Value::Array(cells) if cells.iter().all(is_scalar) => {
                self.row(0, cells.iter().map(python::text).collect());
            }
            scalar if is_scalar(scalar) => self.row(0, vec![python::text(scalar)]),
            other => self.add(None, other, 0),
        }
    }

    fn structure(&mut self, members: &Map<String, Value>, level: usize) {
        let (scalars, others) = member_names(std::iter::once(members));
        let cells: Vec<String> = scalars.iter().map(|name| python::text(&members[*name])).collect();
        match scalars.as_slice() {
            [] => {}
            [only] => self.row(level, vec![only.to_string(), cells[0].clone()]),
            _ => {
                self.last().headers = scalars.iter().map(ToString::to_string).collect();
                self.last().rows.push(cells);
            }
        }
        for name in others {
            self.add(Some(name), &members[name], level + 1);
        }
    }

    fn structures(&mut self, title: Option<&str>, entries: &[Value], level: usize) {
        let (scalars, others) = member_names(entries.iter().filter_map(Value::as_object));
        for (index, entry) in entries.iter().enumerate() {
            if index > 0 && !others.is_empty() {
                self.begin(title.unwrap_or_default(), level);
            }
            let cells = scalars.iter().map(|name| entry.get(*name).map_or_else(String::new, python::text));
            let cells: Vec<String> = cells.collect();
            let section = self.last();
            section.headers = scalars.iter().map(ToString::to_string).collect();
            section.rows.push(cells);
            for name in &others {
                if let Some(inner) = entry.get(*name) {
                    self.add(Some(name), inner, level + 1);
                }
            }
        }
    }
}

impl Section {
    fn is_bare(&self) -> bool {
        self.headers.is_empty() && self.rows.is_empty()
    }

    /// The longest text of each column.
    fn columns(&self) -> Vec<usize> {
        let mut columns = Vec::new();
        for row in std::iter::once(&self.headers).chain(&self.rows) {
            for (index, cell) in row.iter().enumerate() {
                match columns.get_mut(index) {
                    Some(column) => *column = length(cell).max(*column),
                    None => columns.push(length(cell)),
                }
            }
        }
        columns
    }

    /// Borders, padding and the bars of the levels around included.
    fn width(&self) -> usize {
        let cells: usize = self.columns().iter().map(|column| column + PADDING).sum();
        (cells + 2 + 2 * self.level).max(length(&self.title) + 2 + 2 * self.level)
    }

    /// A single row under headers becomes one row per header.
    fn turn_upright(&mut self) {
        if self.rows.len() == 1 && !self.headers.is_empty() {
            let values = self.rows.remove(0);
            self.rows =
                std::mem::take(&mut self.headers).into_iter().zip(values).map(|(a, b)| vec![a, b]).collect();
        }
    }

    fn render(&self, out: &mut String, width: usize) {
        let width = width - 2 * self.level;
        let widths = self.stretched(width);
        if !self.title.is_empty() {
            self.line(out, &format!("|{}|", centered(&self.title, width - 1, 1)));
            if self.is_bare() {
                self.line(out, &format!("+{}+", "-".repeat(width - 2)));
            }
        }
        if !self.headers.is_empty() {
            self.rule(out, &widths);
            self.cells(out, &widths, &self.headers, centered);
        }
        if !self.rows.is_empty() && !widths.is_empty() {
            self.rule(out, &widths);
            self.rows.iter().for_each(|row| self.cells(out, &widths, row, left_aligned));
            self.rule(out, &widths);
        }
    }

    /// The columns' widths, borders included, stretched or shrunk to fill the table.
    fn stretched(&self, width: usize) -> Vec<usize> {
        let natural: Vec<usize> = self.columns().iter().map(|column| column + PADDING).collect();
        let total: usize = natural.iter().sum();
        if total == 0 {
            return natural;
        }
        let scale = width as f64 / total as f64;
        let mut widths: Vec<usize> =
            natural.iter().map(|column| (scale * *column as f64).round_ties_even() as usize).collect();
        // Rounding leaves a few too many, taken from the left, or too few, given from the right.
        let count = widths.len();
        let mut turn = 0;
        while widths.iter().sum::<usize>() > width {
            widths[turn % count] -= 1;
            turn += 1;
        }
        turn = 0;
        while widths.iter().sum::<usize>() < width {
            widths[count - 1 - turn % count] += 1;
            turn += 1;
        }
        widths
    }

    fn cells(
        &self,
        out: &mut String,
        widths: &[usize],
        row: &[String],
        align: fn(&str, usize, usize) -> String,
    ) {
        let mut line = String::from("|");
        for (index, (width, cell)) in widths.iter().zip(row).enumerate() {
            // Only the first column has a border on its left.
            let border = usize::from(index == 0);
            line.push_str(&align(cell, width - 1, border));
            line.push('|');
        }
        self.line(out, &line);
    }

    fn rule(&self, out: &mut String, widths: &[usize]) {
        let mut line = String::from("+");
        for (index, width) in widths.iter().enumerate() {
            line.push_str(&"-".repeat(width - 1 - usize::from(index == 0)));
            line.push('+');
        }
        self.line(out, &line);
    }

    fn line(&self, out: &mut String, line: &str) {
        let bars = "|".repeat(self.level);
        out.push_str(&format!("{bars}{line}{bars}\n"));
    }
}

/// The text in the middle of a cell; `width` leaves out the right border, `border` counts the left one.
fn centered(text: &str, width: usize, border: usize) -> String {
    let before = width.div_ceil(2).saturating_sub(length(text) / 2 + 1);
    let after = width.saturating_sub(border + before + length(text));
    format!("{}{text}{}", " ".repeat(before), " ".repeat(after))
}

/// The text two spaces in, or at the edge when the cell is too narrow for that.
fn left_aligned(text: &str, width: usize, border: usize) -> String {
    let before = if length(text) + 3 + border <= width + 1 { 2 } else { 0 };
    let after = width.saturating_sub(border + before + length(text));
    format!("{}{text}{}", " ".repeat(before), " ".repeat(after))
}
