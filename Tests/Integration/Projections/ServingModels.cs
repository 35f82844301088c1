using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Models that serve, and what happens to their database.</summary>
internal static class ServingModels
{
    /// <summary>Models that serve all of a log, and that nobody runs any more.</summary>
    public static async Task<Reworked> Serving(PostgresFixture postgres, params IReadOnlyList<Projection> projections)
    {
        var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(projections);
        await host.CatchUp(models.Log.End, projections);
        return models;
    }

    /// <returns>A connection in whose transaction that was done; it ends with the connection.</returns>
    public static async Task<NpgsqlConnection> Holding(Reworked models, string sql)
    {
        var connection = await models.Database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public static async Task Execute(Reworked models, string sql)
    {
        await using var command = models.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
