SELECT
    restore_request.device, restore_request.incarnation, restore_request.seq,
    EXISTS (SELECT 1 FROM reversal WHERE reversal.payment = restore_request.payment)
FROM restore_request
