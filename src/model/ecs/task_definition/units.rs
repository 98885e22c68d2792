//! The two spellings of a task's size: plain units, or `1 vCPU` and `2 GB`.

/// CPU units of a task-level `cpu`: `1024`, `1 vCPU`, `.25 vcpu`. None when it is neither spelling.
pub fn cpu_units(text: &str) -> Option<u32> {
    units(text, "vcpu")
}

/// MiB of a task-level `memory`: `2048`, `2 GB`, `0.5GB`. None when it is neither spelling.
pub fn memory_mib(text: &str) -> Option<u32> {
    units(text, "gb")
}

/// A whole number of units, or a decimal number of `suffix`, each 1024 units.
fn units(text: &str, suffix: &str) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    match text.strip_suffix(suffix) {
        Some(number) => u32::try_from(decimal_thousandths(number.trim_end())? * 1024 / 1000).ok(),
        None if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        None => None,
    }
}

/// `1.5` as 1500. Digits after the third decimal do not count: the smallest real size is a quarter.
fn decimal_thousandths(number: &str) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) || whole.len() > 9 {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some(whole * 1000 + padded.parse::<u64>().ok()?)
}
