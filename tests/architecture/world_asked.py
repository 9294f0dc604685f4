"""Cases of `test_events_left.py`: what is asked of the world."""


def asks(method, path, json=None, *, first=None):
    """A case that is one request, after another one of the same address where something has to be there."""

    async def case(world):
        def filled(part):
            if isinstance(part, dict):
                return {key: filled(value) for key, value in part.items()}
            if isinstance(part, list):
                return [filled(value) for value in part]
            return part(world.things) if callable(part) else part

        place = path.format(**vars(world.things))
        if first is not None:
            other, address, body = first
            prepared = await world.send(other, (address or path).format(**vars(world.things)), filled(body))
            assert prepared.is_success, prepared.text
        return await world.send(method, place, filled(json))

    return case


def with_one(path, made):
    """Cases about one that is made first, by its number."""

    def about(method, json=None):
        async def case(world):
            number = (await world.send("POST", path, made)).json()["id"]
            return await world.send(method, f"{path}/{number}", json)

        return case

    return about
