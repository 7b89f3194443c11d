-- The search index. Rows carry the customer's id; the texts themselves stay in `customer`.

-- One token a character of the name, and its last character once more under a mark.
CREATE VIRTUAL TABLE search_name USING fts5 (name, content = '', columnsize = 0, tokenize = 'ascii');

-- For several words at once, and for the address: a token a character, and the pinyin keys of the name.
CREATE VIRTUAL TABLE search_text USING fts5 (name, address, pinyin, content = '', columnsize = 0, tokenize = 'ascii');

-- Pinyin of the name from each character on: initials, and in full.
CREATE VIRTUAL TABLE search_pinyin USING fts5 (pinyin, content = '', columnsize = 0, detail = none, prefix = '1 2 3', tokenize = 'ascii');

-- Pieces of four of each number, and its last digits under a mark of their own.
CREATE VIRTUAL TABLE search_number USING fts5 (number, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

-- Merge more pieces at once: a first sync writes many, and merging four at a time would write everything again and again.
INSERT INTO search_name (search_name, rank) VALUES ('automerge', 16);
INSERT INTO search_text (search_text, rank) VALUES ('automerge', 16);
INSERT INTO search_pinyin (search_pinyin, rank) VALUES ('automerge', 16);
INSERT INTO search_number (search_number, rank) VALUES ('automerge', 16);
