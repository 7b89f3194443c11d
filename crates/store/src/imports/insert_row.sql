INSERT INTO import_row VALUES (?, ?, ?, ?)
