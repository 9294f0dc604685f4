"""What in a new OpenAPI document breaks a program that was written for an older one.

Two directions: of what programs send, nothing that was taken may be refused; of what they read, nothing that
was there may be missing or of another type. What is only added breaks nobody.
"""

METHODS = {"get", "put", "post", "patch", "delete"}
# A limit may only be moved so that more is taken than before.
UPPER, LOWER = ("maximum", "maxLength", "maxItems"), ("minimum", "minLength", "minItems")
ANYTHING = "anything"


def breaking_changes(old, new):
    """A line for each change that breaks somebody, in the order of the old document."""
    return Comparison(old, new).found()


class Comparison:
    """Two documents, and what was found between them."""

    def __init__(self, old, new):
        self.old, self.new = old, new
        self.lines = []
        self.seen = set()

    def found(self):
        for path, item in self.old["paths"].items():
            for method in METHODS & item.keys():
                after = self.new["paths"].get(path, {}).get(method)
                self.operation(f"{method.upper()} {path}", item[method], after)
        for name, item in self.old.get("webhooks", {}).items():
            after = self.new.get("webhooks", {}).get(name)
            if after is None:
                self.say(f"event {name}", "removed")
            else:
                bodies = item["post"].get("requestBody"), after["post"].get("requestBody")
                self.contents(f"event {name}", *bodies, sent=False)  # a receiver reads what we send
        return list(dict.fromkeys(self.lines))

    def say(self, where, what):
        self.lines.append(f"{where}: {what}")

    def operation(self, where, before, after):
        if after is None:
            self.say(where, "operation removed")
            return
        if before.get("operationId") != after.get("operationId"):
            self.say(where, f"renamed from {before.get('operationId')} to {after.get('operationId')}")
        self.parameters(where, before.get("parameters", []), after.get("parameters", []))
        self.bodies(where, before.get("requestBody"), after.get("requestBody"))
        for status, response in before["responses"].items():
            if status.startswith("2"):
                if status not in after["responses"]:
                    self.say(where, f"answer {status} removed")
                else:
                    self.contents(f"{where} {status}", response, after["responses"][status], sent=False)

    def parameters(self, where, before, after):
        old, new = ({(each["in"], each["name"]): each for each in side} for side in (before, after))
        for key, parameter in old.items():
            if key not in new:
                self.say(where, f"parameter {key[1]} removed")
            else:
                self.schema(f"{where} ?{key[1]}", parameter["schema"], new[key]["schema"], sent=True)
        for key, parameter in new.items():
            if parameter.get("required") and not old.get(key, {}).get("required"):
                self.say(where, f"parameter {key[1]} newly required")

    def bodies(self, where, before, after):
        if after is not None and after.get("required") and not (before or {}).get("required"):
            self.say(where, "body newly required")
        self.contents(f"{where} body", before, after, sent=True)

    def contents(self, where, before, after, *, sent):
        for media, content in (before or {}).get("content", {}).items():
            other = (after or {}).get("content", {}).get(media)
            if other is None:
                self.say(where, f"{media} removed")
            else:
                self.schema(where, content.get("schema", {}), other.get("schema", {}), sent=sent)

    def schema(self, where, before, after, *, sent):
        """Compare what is taken or given at one place, alternative by alternative."""
        key = (before.get("$ref"), after.get("$ref"), sent)
        if key[0] and key in self.seen:
            return
        self.seen.add(key)
        old, new = alternatives(self.old, before), alternatives(self.new, after)
        narrowed = old.keys() - new.keys() if sent else new.keys() - old.keys()
        if narrowed and ANYTHING not in (new if sent else old):
            self.say(where, f"type changed from {' or '.join(old)} to {' or '.join(new)}")
        for kind in old.keys() & new.keys():
            self.alternative(where, old[kind], new[kind], sent=sent)

    def alternative(self, where, before, after, *, sent):
        self.values(where, before, after, sent=sent)
        old, new = before.get("properties", {}), after.get("properties", {})
        was, must = set(before.get("required", [])), set(after.get("required", []))
        for name, schema in old.items():
            if name in new:
                self.schema(f"{where} {name}", schema, new[name], sent=sent)
            elif not sent or after.get("additionalProperties") is False:
                self.say(where, f"property {name} removed")
        for name in sorted(must - was if sent else (was - must) & new.keys()):
            self.say(where, f"property {name} {'newly required' if sent else 'not always there any more'}")
        if "items" in before and "items" in after:
            self.schema(f"{where}[]", before["items"], after["items"], sent=sent)

    def values(self, where, before, after, *, sent):
        """Fewer values are taken than before."""
        if not sent:
            return
        gone = set(before.get("enum", [])) - set(after.get("enum", before.get("enum", [])))
        if gone:
            self.say(where, f"values removed: {', '.join(sorted(map(str, gone)))}")
        if "enum" in after and "enum" not in before and "const" not in before:
            self.say(where, "only some values are taken any more")
        for name in (*UPPER, *LOWER):
            limit, earlier = after.get(name), before.get(name)
            tighter = limit is not None and (
                earlier is None or (limit < earlier if name in UPPER else limit > earlier)
            )
            if tighter and not (earlier is None and limit in {0, None}):
                self.say(where, f"{name} is {limit}, was {earlier}")


def alternatives(document, schema):
    """The alternatives of a schema by what tells them apart: the JSON type, or the name of an object."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        schema = document["components"]["schemas"][name]
    several = schema.get("anyOf") or schema.get("oneOf")
    if several:
        objects = [each for each in several if kind_of(document, each) == "object"]
        found = {}
        for each in several:
            for kind, inner in alternatives(document, each).items():
                named = kind == "object" and len(objects) > 1
                found[f"object {title_of(document, each)}" if named else kind] = inner
        return found
    kinds = schema.get("type", ANYTHING)
    return dict.fromkeys(kinds if isinstance(kinds, list) else [kinds], schema)


def kind_of(document, schema):
    """The JSON type of a schema without alternatives."""
    return next(iter(alternatives(document, schema)))


def title_of(document, schema):
    """The name of an object among alternatives."""
    return schema["$ref"].rsplit("/", 1)[-1] if "$ref" in schema else schema.get("title", "")
