-- Keys by which the names of two persons meet however they are spelt: by sound in either script, and by the consonants that a name in
-- Khmer script shares with its romanisation. BirthYear (0: not known) stands with them, so that a frequent name is read near a birth date alone.
CREATE TABLE PersonNameKey (
    NameKey TEXT NOT NULL,
    BirthYear INTEGER NOT NULL,
    PersonSeq INTEGER NOT NULL REFERENCES Person (Seq),
    PRIMARY KEY (NameKey, BirthYear, PersonSeq)
);
CREATE INDEX IX_PersonNameKey_Person ON PersonNameKey (PersonSeq);

-- Which making of the keys a person has; 0: none yet. The product makes up for those behind while it runs.
ALTER TABLE Person ADD NameKeysFormat INTEGER NOT NULL DEFAULT 0;
CREATE INDEX IX_Person_NameKeysFormat ON Person (NameKeysFormat);
