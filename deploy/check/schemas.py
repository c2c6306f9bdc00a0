"""Writes JSON schemas for kubeconform.

usage: schemas.py DIRECTORY SWAGGER CRD...

SWAGGER is the OpenAPI document of Kubernetes, CRD a CustomResourceDefinition or a folder of them. Every object that says
what it holds is closed, so that a field which the API server would drop in silence is found here.
"""

import json
import pathlib
import sys

import yaml


def closed(schema):
    """The schema with every object closed and Kubernetes' own forms written out."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    # Below "properties" are names of fields, which may be anything, "description" too.
    result = {
        key: {name: closed(part) for name, part in value.items()} if key == "properties" else closed(value)
        for key, value in schema.items()
        if key != "description"
    }
    opened = schema.get("additionalProperties") or schema.get("x-kubernetes-preserve-unknown-fields")
    if isinstance(schema.get("properties"), dict) and not opened:
        result["additionalProperties"] = False
    return result


def resolved(schema, definitions, within=()):
    """The schema with its references written out; one that refers to itself is left open there."""
    if isinstance(schema, list):
        return [resolved(part, definitions, within) for part in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    if isinstance(reference, str):
        name = reference.removeprefix("#/definitions/")
        return {} if name in within else resolved(definitions[name], definitions, (*within, name))
    return {key: resolved(value, definitions, within) for key, value in schema.items()}


def write(directory, group, version, kind, schema):
    name = "-".join(part for part in (kind.lower(), group.split(".")[0], version) if part)
    properties = schema.setdefault("properties", {})
    properties["apiVersion"] = {"type": "string"}
    properties["kind"] = {"type": "string"}
    properties.setdefault("metadata", {"type": "object"})
    (directory / f"{name}.json").write_text(json.dumps(schema))


def main(directory, swagger, *crds):
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    definitions = json.loads(pathlib.Path(swagger).read_text())["definitions"]
    for name, definition in definitions.items():
        # Schemas of schemas, whose fields have the names of what is read here.
        if ".apiextensions" in name:
            continue
        for gvk in definition.get("x-kubernetes-group-version-kind", []) if "properties" in definition else []:
            # Lists and the options of requests are nothing that is applied.
            if "metadata" in definition["properties"] and not gvk["kind"].endswith("List"):
                write(directory, gvk["group"], gvk["version"], gvk["kind"], closed(resolved(definition, definitions)))
    for path in map(pathlib.Path, crds):
        for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            crd = yaml.safe_load(file.read_text())["spec"]
            for version in crd["versions"]:
                schema = closed(version["schema"]["openAPIV3Schema"])
                write(directory, crd["group"], version["name"], crd["names"]["kind"], schema)


if __name__ == "__main__":
    main(*sys.argv[1:])
