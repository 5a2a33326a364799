use super::*;
use crate::children::{apply::CHOICES_PER_BLOCK, MAX_PARENTS};

#[test]
fn choice_should_come_true_with_the_first_epoch_after_its_time() {
    families().execute_with(|| {
        PendingChildKeyCooldown::<Test>::put(15);
        assert_ok!(lend(1, &[(HALF, 3)]));
        let time = System::block_number() + 15;
        // Epochs run in blocks 10, 20, …
        run_blocks(18);
        assert!(System::block_number() >= time && children_of(1).is_empty());
        next_block();
        assert_eq!(System::block_number(), 20);
        assert_eq!(children_of(1), [(HALF, hotkey(3))]);
        assert_eq!(parents_of(3), [(HALF, hotkey(1))]);
        assert!(events().contains(&Event::SetChildren(hotkey(1), SUBNET, vec![(HALF, hotkey(3))])));
        assert!(!PendingChildKeys::<Test>::contains_key(SUBNET, hotkey(1)));
    });
}

#[test]
fn choice_should_come_true_with_the_next_block_where_the_subnet_has_not_started() {
    families().execute_with(|| {
        PendingChildKeyCooldown::<Test>::put(7_200);
        let netuid = unstarted_subnet();
        assert_ok!(lend_on(netuid, 1, &[(HALF, 3)]));
        next_block();
        assert_eq!(ChildKeys::<Test>::get(hotkey(1), netuid), [(HALF, hotkey(3))]);
    });
}

#[test]
fn children_should_be_replaced_not_added() {
    families().execute_with(|| {
        lend_now(1, &[(HALF, 3), (HALF, 4)]);
        lend_now(1, &[(7, 4), (8, 5)]);
        assert_eq!(children_of(1), [(7, hotkey(4)), (8, hotkey(5))]);
        assert!(parents_of(3).is_empty());
        assert_eq!((parents_of(4), parents_of(5)), (vec![(7, hotkey(1))], vec![(8, hotkey(1))]));
        lend_now(1, &[]);
        assert!(children_of(1).is_empty() && parents_of(4).is_empty());
        assert_eq!(FamilyMembers::<Test>::iter().count(), 0);
    });
}

#[test]
fn choice_should_be_dropped_when_the_parent_lost_its_stake() {
    families().execute_with(|| {
        StakeThreshold::<Test>::put(50 * TAO);
        assert_ok!(lend(1, &[(HALF, 3)]));
        StakeThreshold::<Test>::put(150 * TAO);
        run_blocks(9);
        let error: DispatchError = Error::<Test>::NotEnoughStakeToSetChildkeys.into();
        assert!(children_of(1).is_empty());
        let dropped = events().into_iter().any(
            |event| matches!(event, Event::ChildrenDropped { error: e, .. } if e.stripped() == error.stripped()),
        );
        assert!(dropped && !PendingChildKeys::<Test>::contains_key(SUBNET, hotkey(1)));
    });
}

// economics §6.3: child-key graph abuse
#[test]
fn two_who_choose_each_other_should_not_become_a_circle() {
    families().execute_with(|| {
        assert_ok!(lend(1, &[(HALF, 2)]));
        assert_ok!(lend(2, &[(HALF, 1)]));
        run_blocks(9);
        assert_eq!(children_of(1).len() + children_of(2).len(), 1);
        assert_eq!(parents_of(1).len() + parents_of(2).len(), 1);
    });
}

// economics §6.3: unbounded per-block work
#[test]
fn choices_should_come_true_so_many_a_block() {
    families().execute_with(|| {
        let many = 3 * CHOICES_PER_BLOCK as u64 + 1;
        for number in 1_000..1_000 + many {
            own(number);
            assert_ok!(lend(number, &[(1, number + many)]));
        }
        let left = || PendingChildKeys::<Test>::iter_prefix(SUBNET).count() as u64;
        run_blocks(9);
        for looked_at in 1..=3 {
            assert_eq!(left(), many - looked_at * CHOICES_PER_BLOCK as u64);
            assert!(!ChildKeysDue::<Test>::get().is_empty());
            next_block();
        }
        assert!(left() == 0 && ChildKeysDue::<Test>::get().is_empty());
    });
}

#[test]
fn choices_whose_time_has_not_come_should_be_passed_over() {
    families().execute_with(|| {
        PendingChildKeyCooldown::<Test>::put(11);
        for number in 1_000..1_020 {
            own(number);
            assert_ok!(lend(number, &[(1, 3)]));
        }
        PendingChildKeyCooldown::<Test>::put(0);
        assert_ok!(lend(1, &[(HALF, 3)]));
        run_blocks(10);
        assert_eq!(children_of(1), [(HALF, hotkey(3))]);
        assert_eq!(parents_of(3).len(), 1);
        run_blocks(10);
        assert_eq!(parents_of(3).len(), 21);
    });
}

// economics §6.3: child-key graph abuse
#[test]
fn parent_that_lends_least_should_make_room_when_a_child_has_too_many() {
    families().execute_with(|| {
        for number in 1_000..1_000 + MAX_PARENTS as u64 {
            own(number);
            gift(SUBNET, number, number, number);
            lend_now(number, &[(WHOLE, 3)]);
        }
        // Less than the least is refused.
        own(2_000);
        gift(SUBNET, 2_000, 2_000, 999);
        let chosen = [(WHOLE, hotkey(3))];
        let refused = Network::apply_children(&hotkey(2_000), SUBNET, &chosen);
        assert_eq!(refused, Err(Error::<Test>::NotEnoughStakeToSetChildkeys.into()));
        lend_now(1, &[(WHOLE, 3)]);
        assert!(children_of(1_000).is_empty() && !children_of(1_001).is_empty());
        assert_eq!(parents_of(3).len(), MAX_PARENTS);
    });
}
