-- Words of imported Khmer lists, by which Khmer text is cut into words: occurrences in the lists together, and how many name the word.

CREATE TABLE KhmerWord (
    Word TEXT NOT NULL PRIMARY KEY,
    Frequency INTEGER NOT NULL,
    Lists INTEGER NOT NULL
);

-- What search asks of every vacancy to see which have changed.
CREATE INDEX IX_Vacancy_Version ON Vacancy (Version, Taken);
