using Pes.Cli;

return await PesCommand.RunAsync(args);
