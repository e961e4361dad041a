using YamlDotNet.RepresentationModel;

namespace Pes.Tests.Deploy;

/// <summary>The files that describe an installation are well formed and agree with each other and with the product.</summary>
public sealed class ComposeTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Compose_names_a_database_two_nodes_and_a_proxy()
    {
        var services = Services();
        Assert.Equal(["database", "create", "migrate", "node1", "node2", "nginx"], services.Children.Keys.Select(k => k.ToString()));
        foreach (var node in (string[])["migrate", "node1"])
        {
            Assert.Equal("deploy/pes.env", Child(services, node)["env_file"].ToString());
        }
    }

    [Fact]
    public void The_nodes_start_after_the_migration_and_the_proxy_knows_both()
    {
        Assert.Equal("service_completed_successfully", Child(services: Services(), "node1")["depends_on"]["migrate"]["condition"].ToString());
        var proxy = File.ReadAllText(Path.Combine(Root, "deploy/nginx.conf"));
        Assert.Contains("server node1:8080", proxy, StringComparison.Ordinal);
        Assert.Contains("server node2:8080", proxy, StringComparison.Ordinal);
        Assert.DoesNotContain("non_idempotent", proxy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_database_of_the_connection_string_is_made_before_the_migration()
    {
        var services = Services();
        Assert.Equal("service_completed_successfully", Child(services, "migrate")["depends_on"]["create"]["condition"].ToString());
        var mounted = Assert.Single((YamlSequenceNode)Child(services, "create")["volumes"]).ToString().Split(':')[0];
        var script = File.ReadAllText(Path.Combine(Root, mounted));
        var catalogue = new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(Settings()["Database__ConnectionString"]).InitialCatalog;
        Assert.Contains($"CREATE DATABASE {catalogue} ", script, StringComparison.Ordinal);
        Assert.Contains($"ALTER DATABASE {catalogue} SET READ_COMMITTED_SNAPSHOT ON", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_proxy_speaks_TLS_1_2_and_newer_and_nothing_in_clear()
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "deploy/nginx.conf")).Select(l => l.Trim()).ToList();
        Assert.Equal(["ssl_protocols TLSv1.2 TLSv1.3;"], lines.Where(l => l.StartsWith("ssl_protocols", StringComparison.Ordinal)));
        Assert.Equal(["listen 80;", "listen 443 ssl;"], lines.Where(l => l.StartsWith("listen", StringComparison.Ordinal)));
        Assert.Equal("return 301 https://$host$request_uri;", lines[lines.IndexOf("listen 80;") + 1]);
        Assert.Contains("proxy_set_header X-Forwarded-Proto https;", lines);
    }

    [Fact]
    public void The_settings_file_gives_server_and_product_the_same_password_and_keeps_keys_apart()
    {
        var settings = Settings();
        var connection = new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(settings["Database__ConnectionString"]);
        Assert.Equal(settings["MSSQL_SA_PASSWORD"], connection.Password);
        Assert.Equal("database", connection.DataSource);
        Assert.Equal("SqlServer", settings["Database__Kind"]);
        Assert.StartsWith("/var/lib/pes/", settings["Keys__Directory"], StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings() => File.ReadAllLines(Path.Combine(Root, "deploy/pes.env"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static YamlMappingNode Services()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Root, "docker-compose.yml"));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode["services"];
    }

    private static YamlMappingNode Child(YamlMappingNode services, string name) => (YamlMappingNode)services[name];

    private static string FindRoot()
    {
        var here = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(here, "Pes.sln")))
        {
            here = Path.GetDirectoryName(here)!;
        }

        return here;
    }
}
