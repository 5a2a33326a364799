//! What a model of the subnet `predict` is: something that has read a text so far and says how likely each byte is to
//! come next. Implement [`Model`], hand it to [`model!`], and the module has the four exports that a validator asks for.
//!
//! ```
//! use predict_model::{Distribution, Model};
//!
//! /// All bytes are equally likely, whatever came before.
//! struct Uniform;
//!
//! impl Model for Uniform {
//!     fn reset(&mut self) {}
//!     fn feed(&mut self, _byte: u8) {}
//!     fn distribution(&mut self, frequencies: &mut Distribution) {
//!         frequencies.fill(1);
//!     }
//! }
//!
//! predict_model::model!(Uniform, Uniform);
//! ```

#![no_std]

use core::cell::UnsafeCell;

/// How often each byte is expected to be the next one, relative to the others. The validator adds one to each, so
/// that no byte is impossible; all of them zero is refused.
pub type Distribution = [u16; 256];

/// A model. It sees one byte after the other and is asked before each.
pub trait Model {
    /// Forgets the text: what it says from now on is what it says to a text that begins. What was learnt before the
    /// module was built stays.
    fn reset(&mut self);

    /// Takes the byte that came.
    fn feed(&mut self, byte: u8);

    /// Says what may come next.
    fn distribution(&mut self, frequencies: &mut Distribution);
}

/// A place for the one model of a module. A module has one thread.
pub struct Only<T>(UnsafeCell<T>);

// SAFETY: the sandbox has no threads, and the exports below never call each other.
unsafe impl<T> Sync for Only<T> {}

impl<T> Only<T> {
    /// A place with something in it.
    pub const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    /// What is in it.
    ///
    /// # Safety
    /// Nobody else may hold it: call it from an export and let go before that returns.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn hold(&self) -> &mut T {
        &mut *self.0.get()
    }
}

/// Exports a model: its type, and the value that it begins with, which must be constant. Zeros cost no bytes in the
/// module.
#[macro_export]
macro_rules! model {
    ($model:ty, $begin:expr) => {
        static MODEL: $crate::Only<$model> = $crate::Only::new($begin);
        static ANSWER: $crate::Only<$crate::Distribution> = $crate::Only::new([0; 256]);

        /// Begins a text.
        #[no_mangle]
        pub extern "C" fn reset() {
            // SAFETY: held until the end of the call; exports do not call each other.
            $crate::Model::reset(unsafe { MODEL.hold() })
        }

        /// Takes the next byte of the text.
        #[no_mangle]
        pub extern "C" fn feed(byte: u32) {
            // SAFETY: as above.
            $crate::Model::feed(unsafe { MODEL.hold() }, byte as u8)
        }

        /// Where 256 little-endian `u16` say how likely each byte is to be next.
        #[no_mangle]
        pub extern "C" fn distribution() -> *const u16 {
            // SAFETY: as above; the sandbox reads the answer before it calls again.
            let answer = unsafe { ANSWER.hold() };
            $crate::Model::distribution(unsafe { MODEL.hold() }, answer);
            answer.as_ptr()
        }
    };
}

/// A panic ends the module: the validator sees a trap.
#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
