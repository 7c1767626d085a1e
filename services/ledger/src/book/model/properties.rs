//! What must hold in every world, and what must be seen in some.

use stateright::Property;

use super::Protocol;
use super::world::{Answer, What, World};

/// What a run that covers anything must have come across.
pub(super) const SEEN: [&str; 5] = [
    "two instances take themselves for the owner",
    "a command is told NOT_APPLIED",
    "a first answer is told again",
    "a caller is sent to the other instance",
    "a record is void",
];

pub(super) const ANSWERED: &str = "what was answered is in the books";
pub(super) const NOT_APPLIED: &str = "what was told NOT_APPLIED never is";
pub(super) const ONE_OUTCOME: &str = "at most one outcome per key";
pub(super) const NOT_STALE: &str = "an answer holds all that was answered before its question";
pub(super) const PROGRESS: &str = "somebody can always make progress";

pub(super) fn all() -> Vec<Property<Protocol>> {
    let mut all = vec![
        Property::always(ANSWERED, |_, world| answers_stand(world)),
        Property::always(NOT_APPLIED, |_, world| refusals_stand(world)),
        Property::always(ONE_OUTCOME, |_, world| keys_are_unique(world)),
        Property::always(NOT_STALE, |_, world| no_answer_is_stale(world)),
        Property::always("nobody is answered twice", |_, world: &World| !world.answered_twice),
        Property::always("no book stops for good", |_, world: &World| !world.halted),
        Property::always(PROGRESS, |_, world: &World| {
            (0..world.members.len()).all(|owner| world.recovers_with(owner))
        }),
    ];
    let seen: [fn(&Protocol, &World) -> bool; SEEN.len()] = [
        |_, world| world.has_two_owners(),
        |_, world| world.calls.iter().any(|call| call.answer == Some(Answer::NotApplied)),
        |_, world| world.calls.iter().any(|call| matches!(call.answer, Some(Answer::Recall(_)))),
        |_, world| world.calls.iter().any(|call| call.answer == Some(Answer::TurnedAway)),
        |_, world| world.chain().any(|(_, valid)| !valid),
    ];
    all.extend(SEEN.into_iter().zip(seen).map(|(name, condition)| Property::sometimes(name, condition)));
    all
}

fn answers_stand(world: &World) -> bool {
    world.calls.iter().all(|call| match call.answer {
        Some(Answer::Committed { offset, .. } | Answer::Recall(offset)) => world
            .chain()
            .nth(usize::try_from(offset).unwrap())
            .is_some_and(|(record, valid)| valid && record.key.is_some() && record.key == call.what.key()),
        Some(Answer::KeyReused) => false,
        _ => true,
    })
}

fn refusals_stand(world: &World) -> bool {
    world.calls.iter().enumerate().all(|(place, call)| match call.answer {
        // Neither this attempt nor an earlier one under its key; one made since may have had better luck.
        Some(Answer::NotApplied | Answer::TooLate) => !world.chain().any(|(record, valid)| {
            valid && record.key == call.what.key() && record.call.is_some_and(|by| usize::from(by) <= place)
        }),
        // This attempt.
        Some(Answer::TurnedAway) => !world
            .chain()
            .any(|(record, valid)| valid && record.call.is_some_and(|by| usize::from(by) == place)),
        _ => true,
    })
}

fn keys_are_unique(world: &World) -> bool {
    ['a', 'b']
        .into_iter()
        .all(|key| world.chain().filter(|(record, valid)| *valid && record.key == Some(key)).count() <= 1)
}

fn no_answer_is_stale(world: &World) -> bool {
    world.calls.iter().all(|call| match (call.what, call.answer) {
        (What::Question(told), Some(Answer::Balance { version })) => version >= told,
        _ => true,
    })
}
