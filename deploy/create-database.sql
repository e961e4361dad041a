-- Once for each installation, by whoever runs the server; again changes nothing. Tables are made by "pes migrate".
-- The columns of the product name their collation themselves; this one is for names and for what others add.
IF DB_ID('pes') IS NULL
    CREATE DATABASE pes COLLATE Latin1_General_100_CI_AS_SC_UTF8;
GO

-- Who reads sees what was committed and waits for no writer.
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = 'pes' AND is_read_committed_snapshot_on = 0)
    ALTER DATABASE pes SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO
