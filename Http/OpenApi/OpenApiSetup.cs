using LaborMarketplace.Http.Bodies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LaborMarketplace.Http.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>, and its page at <c>/docs</c>.</summary>
internal static class OpenApiSetup
{
    private const string Scheme = "bearer";

    public static void AddOpenApiDocument(this IServiceCollection services, string title, string description)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<ISerializerDataContractResolver>(new MarketplaceContracts(RequestJson.Options));
        services.AddSwaggerGen(document =>
        {
            document.SwaggerDoc("v1", new OpenApiInfo { Title = title, Version = "v1", Description = description });
            document.AddSecurityDefinition(Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "A token of the configured issuer, with the claims sub and role.",
            });
            document.SupportNonNullableReferenceTypes();
            document.CustomSchemaIds(type => string.Concat(Names(type)));
            document.SchemaFilter<SchemaFilter>();
            document.OperationFilter<OperationFilter>();
        });
    }

    public static void MapOpenApiDocument(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapSwagger("/openapi/{documentName}.json", document => document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1).AllowAnonymous();

    public static void UseOpenApiPage(this IApplicationBuilder app) => app.UseSwaggerUI(page =>
    {
        page.RoutePrefix = "docs";
        page.SwaggerEndpoint("/openapi/v1.json", "v1");
        page.DocumentTitle = "Labor Marketplace";
    });

    public static OpenApiSecurityRequirement Bearer(OpenApiDocument document) => new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] };

    /// <summary>A nested type is named with the one around it, so that two commands of the same name differ.</summary>
    private static IEnumerable<string> Names(Type type) =>
        (type.DeclaringType is { } outer ? Names(outer) : []).Append(type.Name.Split('`')[0]).Concat(type.GetGenericArguments().SelectMany(Names));
}
