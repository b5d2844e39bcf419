-- I1 and I2 are looked at where an owner is named, in one trigger: no ticket has an owner whom no row of ownership names,
-- and a trigger on each new ticket cost as much as half of its row. What is imported may name somebody who has left.
DROP TRIGGER ticket_new_owner;
DROP TRIGGER ownership_by_handover;
CREATE TRIGGER ownership_named AFTER INSERT ON ownership
BEGIN
    SELECT RAISE(ABORT, 'I1: the owner has left')
     WHERE NEW.way <> 'imported' AND (SELECT state FROM colleague WHERE id = NEW.to_id) = 'left';
    SELECT RAISE(ABORT, 'I2: this handover was not accepted')
     WHERE NEW.way = 'handover'
       AND NOT EXISTS (SELECT 1 FROM handover
                        WHERE id = NEW.handover_id AND ticket_id = NEW.ticket_id AND to_id = NEW.to_id AND state = 'accepted');
END;
