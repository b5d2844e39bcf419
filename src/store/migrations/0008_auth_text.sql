-- What our mail server found out about who sent a mail, in plain words, a line each; '' when it said nothing.

ALTER TABLE message ADD COLUMN auth_text text NOT NULL DEFAULT '';
