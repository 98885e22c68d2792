//! The sizes Fargate sells. Source: the ECS developer guide on task CPU and memory.

/// A size of CPU and the memory that goes with it, in MiB: from `least` to `most` in steps of `step`.
#[derive(Clone, Copy, Debug)]
pub struct FargateCpu {
    pub units: u32,
    pub least: u32,
    pub most: u32,
    pub step: u32,
    pub windows: bool,
}

/// Every CPU size, smallest first. 256 units are the one row whose steps of memory are not even.
pub const FARGATE_SIZES: &[FargateCpu] = &[
    FargateCpu { units: 256, least: 512, most: 2048, step: 512, windows: false },
    FargateCpu { units: 512, least: 1024, most: 4096, step: 1024, windows: false },
    FargateCpu { units: 1024, least: 2048, most: 8192, step: 1024, windows: true },
    FargateCpu { units: 2048, least: 4096, most: 16384, step: 1024, windows: true },
    FargateCpu { units: 4096, least: 8192, most: 30720, step: 1024, windows: true },
    FargateCpu { units: 8192, least: 16384, most: 61440, step: 4096, windows: false },
    FargateCpu { units: 16384, least: 32768, most: 122880, step: 8192, windows: false },
];

impl FargateCpu {
    /// Every amount of memory this CPU size comes with, smallest first.
    pub fn memory_sizes(&self) -> Vec<u32> {
        let sizes = (self.least..=self.most).step_by(self.step as usize);
        // The smallest CPU size skips 1536 MiB.
        sizes.filter(|size| !(self.units == 256 && *size == 1536)).collect()
    }
}

/// True when Fargate runs tasks of this size.
pub fn exists(cpu_units: u32, memory_mib: u32, windows: bool) -> bool {
    let row = FARGATE_SIZES.iter().find(|row| row.units == cpu_units && (row.windows || !windows));
    row.is_some_and(|row| row.memory_sizes().contains(&memory_mib))
}

/// The smallest size that gives at least what was asked for; the largest there is when nothing does.
pub fn nearest(cpu_units: u32, memory_mib: u32, windows: bool) -> (u32, u32) {
    let rows = FARGATE_SIZES.iter().filter(|row| row.windows || !windows);
    let enough = |row: &FargateCpu| {
        let memory = row.memory_sizes().into_iter().find(|size| *size >= memory_mib);
        memory.filter(|_| row.units >= cpu_units).map(|memory| (row.units, memory))
    };
    let largest = if windows { (4096, 30720) } else { (16384, 122880) };
    rows.copied().find_map(|row| enough(&row)).unwrap_or(largest)
}
