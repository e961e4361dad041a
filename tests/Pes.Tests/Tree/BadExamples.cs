// What the arrows forbid, so that the test of the arrows can show that it sees it.
namespace Pes.Platform.BadExample
{
    internal static class KnowsFeature
    {
        public static object Ask() => new Pes.Features.Reference.LoadReference.Command();
    }
}

namespace Pes.Features.BadExample
{
    internal static class KnowsCli
    {
        public static int Code() => Pes.Cli.PesCommand.RunAsync([]).Result;
    }

    internal sealed class CallsHandler(Pes.Features.Reference.LoadReference.Handler handler)
    {
        public Task RunAsync() => handler.Handle(new Pes.Features.Reference.LoadReference.Command(), default);
    }

    internal static class SendsRequest
    {
        public static Task RunAsync(MediatR.ISender sender) => sender.Send(new Pes.Features.Reference.LoadReference.Command());
    }
}
