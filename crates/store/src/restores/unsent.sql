SELECT restore_request.device, restore_request.incarnation, restore_request.seq
FROM stream
JOIN restore_request
    ON restore_request.device = stream.device AND restore_request.incarnation = stream.incarnation
    AND restore_request.seq > stream.held
WHERE NOT stream.refused
ORDER BY restore_request.incarnation, restore_request.seq
LIMIT ?
