//! The tree of contexts. A node is a context and at once a byte that followed the shorter one above it; its `shorter` is
//! the same context without its first byte.

use predict_model::Distribution;

/// Longest context, in bytes.
const ORDER: u32 = 5;
/// Most nodes: 16 bytes each.
const NODES: usize = 600_000;
/// A byte's count in a context stops here at first: then all of that context are halved.
const MOST: u16 = 250;
/// The empty context; also stands for "none", since nothing leads back to it.
const ROOT: u32 = 0;
/// The whole of a distribution before it is given out.
const WHOLE: u32 = 1 << 30;

#[derive(Clone, Copy)]
struct Node {
    child: u32,
    sibling: u32,
    shorter: u32,
    count: u16,
    byte: u8,
}

/// All contexts seen so far, and the one that the text stands in.
pub struct Tree {
    nodes: [Node; NODES],
    used: u32,
    here: u32,
    depth: u32,
}

impl Tree {
    /// A tree that must be cleared before use: all zeros, so that the module need not hold it.
    pub const NEW: Self = Self {
        nodes: [Node { child: 0, sibling: 0, shorter: 0, count: 0, byte: 0 }; NODES],
        used: 0,
        here: 0,
        depth: 0,
    };

    /// Forgets everything.
    pub fn clear(&mut self) {
        (self.used, self.here, self.depth) = (1, ROOT, 0);
        self.nodes[0] = Node { child: 0, sibling: 0, shorter: 0, count: 0, byte: 0 };
    }

    fn at(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    fn at_mut(&mut self, node: u32) -> &mut Node {
        &mut self.nodes[node as usize]
    }

    /// Counts a byte in the contexts that it is new to, and in the longest that knew it.
    pub fn add(&mut self, byte: u8) {
        if self.used as usize + ORDER as usize + 2 > NODES {
            self.clear();
        }
        let mut context = self.here;
        let (mut longest, mut created) = (ROOT, ROOT);
        loop {
            let found = self.find(context, byte);
            let node = if found == ROOT { self.create(context, byte) } else { found };
            if created != ROOT {
                self.at_mut(created).shorter = node;
            }
            if longest == ROOT {
                longest = node;
            }
            if found != ROOT {
                self.count(context, found);
                break;
            }
            created = node;
            if context == ROOT {
                break;
            }
            context = self.at(context).shorter;
        }
        if self.depth < ORDER {
            self.depth += 1;
            self.here = longest;
        } else {
            self.here = self.at(longest).shorter;
        }
    }

    fn find(&self, context: u32, byte: u8) -> u32 {
        let mut node = self.at(context).child;
        while node != ROOT && self.at(node).byte != byte {
            node = self.at(node).sibling;
        }
        node
    }

    fn create(&mut self, context: u32, byte: u8) -> u32 {
        let node = self.used;
        self.used += 1;
        let sibling = self.at(context).child;
        *self.at_mut(node) = Node { child: ROOT, sibling, shorter: ROOT, count: 1, byte };
        self.at_mut(context).child = node;
        node
    }

    fn count(&mut self, context: u32, node: u32) {
        self.at_mut(node).count += 1;
        if self.at(node).count < MOST {
            return;
        }
        let mut node = self.at(context).child;
        while node != ROOT {
            let count = self.at(node).count;
            self.at_mut(node).count = (count / 2).max(1);
            node = self.at(node).sibling;
        }
    }

    /// What the contexts say together of the next byte.
    pub fn share(&self, frequencies: &mut Distribution) {
        let mut parts = [0u32; 256];
        let mut known = [false; 256];
        let mut mass = WHOLE;
        let mut context = self.here;
        loop {
            mass = self.share_of(context, mass, &mut parts, &mut known);
            if context == ROOT {
                break;
            }
            context = self.at(context).shorter;
        }
        let unknown = known.iter().filter(|known| !**known).count() as u32;
        let each = mass.checked_div(unknown).unwrap_or(0);
        for ((frequency, part), known) in frequencies.iter_mut().zip(&parts).zip(&known) {
            let part = if *known { *part } else { each };
            *frequency = (part >> 14).min(65_535) as u16;
        }
    }

    /// Gives what followed in one context its part of `mass`; bytes that longer contexts know are left out. Returns what
    /// is kept for those that it does not know.
    fn share_of(&self, context: u32, mass: u32, parts: &mut [u32; 256], known: &mut [bool; 256]) -> u32 {
        let (mut total, mut different) = (0u32, 0u32);
        let mut node = self.at(context).child;
        while node != ROOT {
            if !known[usize::from(self.at(node).byte)] {
                total += u32::from(self.at(node).count);
                different += 1;
            }
            node = self.at(node).sibling;
        }
        if different == 0 {
            return mass;
        }
        let each = mass / (2 * total);
        let mut node = self.at(context).child;
        while node != ROOT {
            let (byte, count) = (usize::from(self.at(node).byte), u32::from(self.at(node).count));
            if !known[byte] {
                known[byte] = true;
                parts[byte] = each * (2 * count - 1);
            }
            node = self.at(node).sibling;
        }
        each * different
    }
}
