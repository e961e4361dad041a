-- How many employers (Source 'vacancies') or people (Source 'cvs') have two skills together, the first of the lesser number, counted anew each
-- day over published vacancies and over people whose consent to statistics stands; a pair that fewer than five have is not kept. With it how many
-- have the first, the second, and any skill.
CREATE TABLE SkillPair (
    SkillId INTEGER NOT NULL REFERENCES Skill (Id),
    OtherId INTEGER NOT NULL REFERENCES Skill (Id),
    Source TEXT NOT NULL,
    Owners INTEGER NOT NULL,
    OfSkill INTEGER NOT NULL,
    OfOther INTEGER NOT NULL,
    OfAll INTEGER NOT NULL,
    PRIMARY KEY (SkillId, OtherId, Source)
);
