# The product in one image: built with the SDK and Node.js, run on the ASP.NET runtime without root.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/Pes/Pes.csproj -c Release -o /product -p:CI=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update && apt-get install -y --no-install-recommends libicu-dev tzdata curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home /product pes && mkdir -p /var/lib/pes && chown pes /var/lib/pes
WORKDIR /product
COPY --from=build /product .
USER pes
EXPOSE 8080
ENTRYPOINT ["./pes-host"]
CMD ["serve", "--urls", "http://0.0.0.0:8080"]
