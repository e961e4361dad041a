Console.WriteLine("Pes");
