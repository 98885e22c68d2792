//! Identifiers that look random and need no index.
//!
//! ECS names a task by 32 hexadecimal digits. Ours are the row number of the task, sent through a
//! permutation that the seed chooses. Turned back, the digits give the row again, or prove to be no
//! identifier of this run, so no table from name to row has to be kept, copied or searched.

/// What an identifier names. Two kinds never share an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    Task = 1,
    ContainerInstance = 2,
    Ec2Instance = 3,
    Container = 4,
    ServiceEvent = 5,
    Attachment = 6,
    Deployment = 7,
    ServiceRevision = 8,
    ServiceDeployment = 9,
    NetworkInterface = 10,
    ImageDigest = 11,
    Request = 12,
    AutoScalingGroup = 13,
    ScalingActivity = 14,
    ScalingPolicy = 15,
    LaunchTemplate = 16,
    LoadBalancer = 20,
    Listener = 21,
    Rule = 22,
    TargetGroup = 23,
    Hook = 17,
    ServiceScaling = 30,
    EventBridgeEvent = 31,
}

/// The permutation of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentifierKey(u64);

const ROUNDS: u64 = 4;

impl IdentifierKey {
    pub fn new(seed: u64) -> Self {
        Self(mix(seed ^ 0x1DE4_71F1_E200_0001))
    }

    /// 128 bits for the `number`th thing of a kind; `part` tells apart things that share a number.
    pub fn bits(self, kind: Kind, number: u32, part: u32) -> u128 {
        let (mut left, mut right) = ((u64::from(kind as u32) << 32) | u64::from(part), u64::from(number));
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ mix(right ^ self.round_key(round)));
        }
        (u128::from(left) << 64) | u128::from(right)
    }

    /// The number whose identifier this is, if it is one of this run and kind.
    pub fn number(self, kind: Kind, bits: u128) -> Option<u32> {
        let (mut left, mut right) = ((bits >> 64) as u64, bits as u64);
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ mix(left ^ self.round_key(round)), left);
        }
        let names_it = left == u64::from(kind as u32) << 32;
        u32::try_from(right).ok().filter(|_| names_it)
    }

    /// The 32 hexadecimal digits of a task or container instance.
    pub fn hex(self, kind: Kind, number: u32) -> String {
        format!("{:032x}", self.bits(kind, number, 0))
    }

    /// The number behind 32 hexadecimal digits.
    pub fn parse_hex(self, kind: Kind, text: &str) -> Option<u32> {
        let well_formed = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let bits = well_formed.then(|| u128::from_str_radix(text, 16).ok())??;
        self.number(kind, bits)
    }

    /// A hyphenated UUID, as containers, attachments and service events carry.
    pub fn uuid(self, kind: Kind, number: u32, part: u32) -> String {
        let hex = format!("{:032x}", self.bits(kind, number, part));
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }

    /// 19 decimal digits that never start with a zero, as deployments and service revisions carry.
    pub fn digits(self, kind: Kind, number: u32) -> u64 {
        const LOW: u64 = 1_000_000_000_000_000_000;
        LOW + (self.bits(kind, number, 0) as u64) % (8 * LOW)
    }

    fn round_key(self, round: u64) -> u64 {
        self.0.wrapping_add(round.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
}

/// The finaliser of SplitMix64: every bit of the input reaches every bit of the output.
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
