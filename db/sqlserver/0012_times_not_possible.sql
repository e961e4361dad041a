-- Times at which a jobseeker cannot work, codes of list hours: a vacancy at such a time is not proposed to her.
CREATE TABLE WishCannotWork (
    PersonId uniqueidentifier NOT NULL REFERENCES Person (Id),
    HoursCode nvarchar(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PRIMARY KEY NONCLUSTERED (PersonId, HoursCode)
);
