SELECT count(*)
FROM task
WHERE state = 'open'
    AND NOT EXISTS (SELECT 1 FROM task_answer WHERE task_answer.task = task.id)
    AND NOT EXISTS (SELECT 1 FROM refund WHERE refund.task = task.id)
