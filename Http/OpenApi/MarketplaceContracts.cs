using System.Text.Json;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LaborMarketplace.Http.OpenApi;

/// <summary>Tells the generator of schemas that a scalar is its primitive, and that a <see cref="ValueList{T}"/> is an array.</summary>
internal sealed class MarketplaceContracts(JsonSerializerOptions json) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver _others = new(json);

    public DataContract GetDataContractForType(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar.PrimitiveOf(value) is { } primitive)
        {
            var contract = _others.GetDataContractForType(primitive);
            return DataContract.ForPrimitive(value, contract.DataType, contract.DataFormat, contract.JsonConverter);
        }

        if (value.IsGenericType && value.GetGenericTypeDefinition() == typeof(ValueList<>))
        {
            return DataContract.ForArray(value, value.GetGenericArguments()[0]);
        }

        return value == typeof(TimeSpan)
            ? DataContract.ForPrimitive(value, DataType.String, "timespan", item => JsonSerializer.Serialize(item, json))
            : _others.GetDataContractForType(type);
    }
}
