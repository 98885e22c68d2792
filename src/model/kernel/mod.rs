//! Simulated time, the event queue and seeded random streams. Knows no ECS.

pub mod base64;
pub mod calendar;
pub mod identifier;
pub mod json;
pub mod order;
pub mod queue;
pub mod random;
pub mod series;
pub mod thousandths;
pub mod time;
pub mod time_zone;

pub use identifier::{IdentifierKey, Kind};
pub use queue::Queue;
pub use random::{Draw, Streams};
pub use series::Series;
pub use time::{SimDuration, SimTime};
pub use time_zone::TimeZone;
