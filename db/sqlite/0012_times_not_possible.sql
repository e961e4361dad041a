-- Times at which a jobseeker cannot work, codes of list hours: a vacancy at such a time is not proposed to her.
CREATE TABLE WishCannotWork (
    PersonId TEXT NOT NULL REFERENCES Person (Id),
    HoursCode TEXT NOT NULL,
    PRIMARY KEY (PersonId, HoursCode)
);
